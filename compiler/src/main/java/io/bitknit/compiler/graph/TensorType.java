// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import java.util.Optional;

/** What a value is: a matrix {@code [rows, features]} of integers. Which integers is the form's matter. */
public sealed interface TensorType permits TensorType.Codes, TensorType.Sums, TensorType.Classes {
    int rows();

    int features();

    /**
     * Integers with a width and a power-of-two exponent per row, as memories hold them. The rows' own widths and
     * exponents are constants of the operation that makes the value; here is their summary.
     *
     * @param signed whether an element may be negative
     * @param minBits narrowest row, 1..8
     * @param maxBits widest row, 1..8
     * @param minExponent smallest exponent, 0..7
     * @param maxExponent largest exponent, 0..7
     */
    record Codes(int rows, int features, boolean signed, int minBits, int maxBits, int minExponent, int maxExponent)
            implements TensorType {
        /** Rows of one width and exponent 0. */
        public static Codes uniform(int rows, int features, boolean signed, int bits) {
            return new Codes(rows, features, signed, bits, bits, 0, 0);
        }

        /** With the summary of the rows' own widths and exponents; 1 bit, exponent 0 where there are no rows. */
        public static Codes of(int features, boolean signed, byte[] bits, byte[] exponents) {
            int[] widths = ByteRange.of(bits, 1, 1);
            int[] powers = ByteRange.of(exponents, 0, 0);
            return new Codes(bits.length, features, signed, widths[0], widths[1], powers[0], powers[1]);
        }
    }

    /**
     * Exact sums, before requantization.
     *
     * @param bound range that no data can leave; empty until {@code infer-widths} has run
     */
    record Sums(int rows, int features, Optional<SumBound> bound) implements TensorType {
        public static Sums unbounded(int rows, int features) {
            return new Sums(rows, features, Optional.empty());
        }
    }

    /**
     * One class per row.
     *
     * @param classes number of classes; elements are {@code 0 .. classes - 1}
     */
    record Classes(int rows, int classes) implements TensorType {
        @Override
        public int features() {
            return 1;
        }
    }
}
