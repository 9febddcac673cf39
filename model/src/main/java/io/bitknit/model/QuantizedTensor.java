// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/**
 * Format of a feature tensor {@code [nodes, features]} that is written to memory, and the requantization that writes
 * it. Value of an element: {@code scale * 2^exponents[v] * q}, zero point always 0. Numbers: {@code doc/NUMERICS.md}.
 *
 * <p>Range of {@code q} of node v with b bits: unsigned {@code 0 .. 2^b - 1}; signed {@code -2^(b-1) .. 2^(b-1)-1};
 * signed with 1 bit: -1 or +1.
 *
 * @param name unique in the model, for example {@code conv1.combined}
 * @param nodes rows
 * @param features columns
 * @param signed whether q may be negative
 * @param scale real value of q = 1 at exponent 0
 * @param bits width per node, 1..8; never mutated
 * @param exponents power of two per node, 0..7; never mutated
 * @param multipliers the requantizer's m per node, 0..65535; never mutated
 * @param bias added to {@code acc * m} per feature, in units of {@code 2^-requantShift} at exponent 0; never mutated
 */
public record QuantizedTensor(
        String name,
        int nodes,
        int features,
        boolean signed,
        double scale,
        byte[] bits,
        byte[] exponents,
        int[] multipliers,
        long[] bias) {
    public int maxBits() {
        int max = 1;
        for (byte b : bits) {
            max = Math.max(max, b);
        }
        return max;
    }

    /** Mean width over the nodes, in bits per element. */
    public double meanBits() {
        long sum = 0;
        for (byte b : bits) {
            sum += b;
        }
        return nodes == 0 ? 0 : (double) sum / nodes;
    }
}
