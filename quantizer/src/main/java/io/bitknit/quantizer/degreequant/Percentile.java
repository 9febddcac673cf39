// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.degreequant;

import java.util.Arrays;

/**
 * Range of a tensor without its rarest values: the k-th smallest and the k-th largest in the sense of
 * {@code kthvalue}, which counts from 1.
 *
 * @param share share of the values that is cut at either end, 0 to below 0.5
 */
public record Percentile(double share) {
    /** For eight bits: a thousandth. */
    public static final Percentile INT8 = new Percentile(0.001);
    /** For four bits: a hundredth. */
    public static final Percentile INT4 = new Percentile(0.01);

    public Percentile {
        if (!(share >= 0 && share < 0.5)) {
            throw new IllegalArgumentException("a share of " + share);
        }
    }

    /** From 1: {@code max(1, floor(count * share))}. */
    public int lowIndex(int count) {
        return Math.max(1, (int) (count * share));
    }

    /** From 1: {@code floor(count * (1 - share))}, at least the low index so that a single value is a range. */
    public int highIndex(int count) {
        return Math.max(lowIndex(count), (int) (count * (1 - share)));
    }

    /** @throws IllegalArgumentException if there is no value */
    public Range range(float[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a range needs a value");
        }
        float[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Range(sorted[lowIndex(sorted.length) - 1], sorted[highIndex(sorted.length) - 1]);
    }

    /**
     * Smallest and largest value that counts.
     *
     * @param low at most {@code high}
     */
    public record Range(double low, double high) {
        /** How the range goes on when the next step has seen another one. */
        public Range widened(Range seen) {
            return new Range(Math.min(low, seen.low), Math.max(high, seen.high));
        }

        /** Moving average: each end goes by {@code momentum} of the way to what was seen. */
        public Range moved(Range seen, double momentum) {
            return new Range(low + momentum * (seen.low - low), high + momentum * (seen.high - high));
        }
    }
}
