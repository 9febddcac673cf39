// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;

/** Refuses a graph beyond {@link io.bitknit.model.format.Limits}, or one with nothing in it. */
final class GraphLimits {
    private GraphLimits() {}

    /** @throws UserException M-061 */
    static void check(String place, String what, long count, long limit) {
        if (count > limit) {
            throw ModelError.GRAPH_TOO_LARGE.at(place, count, what, limit);
        }
    }

    /** @throws UserException M-065 */
    static void requireSome(String place, String what, long count) {
        if (count == 0) {
            throw ModelError.GRAPH_EMPTY.at(place, what);
        }
    }
}
