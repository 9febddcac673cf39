// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import io.bitknit.sim.event.EventLog;
import org.jspecify.annotations.Nullable;

/** Bank writes of two engines against each other: place, cycle and word of each. */
final class EventCheck {
    private final StoredCodes codes;
    private final ValueCheck locator;

    EventCheck(StoredCodes codes, ValueCheck locator) {
        this.codes = codes;
        this.locator = locator;
    }

    /** First difference in the order of cycles, null if there is none. */
    @Nullable
    Difference firstDifference(EventLog expected, String expectedBy, EventLog actual, String actualBy, long seed) {
        int at = expected.firstDifference(actual);
        if (at < 0) {
            return null;
        }
        if (at >= expected.count() || at >= actual.count()) {
            EventLog longer = at >= expected.count() ? actual : expected;
            return locator.located(
                    Difference.Kind.EVENT_COUNT,
                    expectedBy,
                    actualBy,
                    seed,
                    codes.place(longer, at),
                    -1,
                    -1,
                    longer,
                    at,
                    expected.count() + " writes",
                    actual.count() + " writes");
        }
        StoredCodes.Place place = codes.place(expected, at);
        int feature = -1;
        int plane = -1;
        boolean onlyWord = expected.cycle()[at] == actual.cycle()[at]
                && expected.bank()[at] == actual.bank()[at]
                && expected.address()[at] == actual.address()[at];
        if (onlyWord && place.row() >= 0) {
            int bit = Long.numberOfTrailingZeros(expected.word()[at] ^ actual.word()[at]);
            feature = bit < Long.SIZE ? codes.feature(place, bit) : -1;
            plane = feature < 0 ? -1 : codes.plane(place, bit);
        }
        return locator.located(
                Difference.Kind.EVENT,
                expectedBy,
                actualBy,
                seed,
                place,
                feature,
                plane,
                expected,
                at,
                expected.describe(at),
                actual.describe(at));
    }
}
