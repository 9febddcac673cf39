// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import io.bitknit.compiler.schedule.Effort;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Parameters that the user has fixed; the search chooses the others.
 *
 * @param effort how long a chosen size is scheduled
 */
public record Wishes(
        OptionalInt engines,
        OptionalInt ports,
        OptionalInt lanes,
        OptionalInt planes,
        OptionalInt slots,
        OptionalInt requantGroups,
        OptionalInt denseUnits,
        OptionalInt densePlanes,
        Optional<Multiplier> multiplier,
        Effort effort) {
    public static final Wishes NONE = new Wishes(
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            Optional.empty(),
            Effort.AUTOMATIC);

    static boolean allows(OptionalInt wish, int value) {
        return wish.isEmpty() || wish.getAsInt() == value;
    }

    boolean allows(Multiplier value) {
        return multiplier.isEmpty() || multiplier.get() == value;
    }
}
