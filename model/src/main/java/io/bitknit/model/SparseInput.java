// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/**
 * Quantized input features in compressed rows. Value of an entry: {@code scale * code}; the row factor of a
 * normalised input (1 / row sum) is not in it but in the multipliers of the first combined tensor.
 *
 * @param nodes number of nodes
 * @param features number of input features
 * @param bits width of a code, 1..8; codes are unsigned, {@code 1 .. 2^bits - 1} (zeros are not stored)
 * @param scale real value of code 1
 * @param rowStart {@code [nodes + 1]}
 * @param column feature of each entry, ascending within a row; never mutated
 * @param code code of each entry, as an unsigned byte; never mutated
 */
public record SparseInput(int nodes, int features, int bits, double scale, int[] rowStart, int[] column, byte[] code) {
    public int entries() {
        return rowStart[nodes];
    }
}
