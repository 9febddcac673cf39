// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.network;

/**
 * Format of a stored tensor. Row v holds integers q of {@code bits} bits; its readers see {@code x = q * 2^exponent},
 * whose real value is {@code scale * x}. Ranges of q are those of {@code doc/NUMERICS.md}.
 *
 * @param rows nodes, or graphs
 * @param features columns
 * @param signed whether q may be negative
 * @param scale real value of x = 1
 * @param bits width, 1..8: one for all rows, or {@code [rows]}; never mutated
 * @param exponents power of two, 0..7: one for all rows, or {@code [rows]}; never mutated
 */
public record RowFormat(int rows, int features, boolean signed, double scale, byte[] bits, byte[] exponents) {
    public int bits(int row) {
        return bits[bits.length == 1 ? 0 : row];
    }

    public int exponent(int row) {
        return exponents[exponents.length == 1 ? 0 : row];
    }

    /** Bits of all elements. */
    public long codeBits() {
        long sum = 0;
        for (byte b : bits) {
            sum += (long) b * features;
        }
        return bits.length == 1 ? sum * rows : sum;
    }

    public long elements() {
        return (long) rows * features;
    }

    public int mostBits() {
        int most = 1;
        for (byte b : bits) {
            most = Math.max(most, b);
        }
        return most;
    }
}
