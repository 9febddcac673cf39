// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

/**
 * Range of an exact sum. It covers every intermediate value: the unsigned codes before the correction, and the negative
 * correction alone (see {@code doc/NUMERICS.md}).
 *
 * @param lowest smallest sum, at most 0
 * @param highest largest sum, at least 0
 */
public record SumBound(long lowest, long highest) {
    /** Two's complement width that holds both ends; at least 2. */
    public int signedBits() {
        int up = 65 - Long.numberOfLeadingZeros(highest);
        int down = lowest == 0 ? 1 : 65 - Long.numberOfLeadingZeros(-(lowest + 1));
        return Math.max(2, Math.max(up, down));
    }

    public boolean covers(SumBound other) {
        return lowest <= other.lowest && other.highest <= highest;
    }
}
