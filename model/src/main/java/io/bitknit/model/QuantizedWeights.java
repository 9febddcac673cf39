// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/**
 * Weights of one combination {@code [inputs, outputs]}, signed integers, one scale.
 * Range of a value: {@code -2^(bits-1) .. 2^(bits-1)-1}; with 1 bit: -1 or +1.
 *
 * @param inputs rows of the matrix: features that enter
 * @param outputs columns of the matrix: features that leave
 * @param bits 1..8
 * @param scale real value of integer 1
 * @param q row-major {@code [inputs * outputs]}; never mutated
 */
public record QuantizedWeights(int inputs, int outputs, int bits, double scale, byte[] q) {
    public int at(int input, int output) {
        return q[input * outputs + output];
    }
}
