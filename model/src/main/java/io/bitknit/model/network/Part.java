// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.network;

import io.bitknit.model.QuantizedWeights;

/**
 * One exact sum that a stage adds up, and what it is multiplied by. {@code from} is the number of an earlier stage, or
 * {@link #INPUT}. Multipliers, -65535..65535, are one for all rows or one per row; never mutated.
 */
public sealed interface Part {
    /** The network's sparse input. */
    int INPUT = -1;

    int from();

    /** {@code acc[v,f] = sum over i of x[v,i] * W[i,f]}. */
    record Product(int from, QuantizedWeights weights, int[] multipliers) implements Part {}

    /** {@code acc[v,f] = sum over the terms u of v of x[u,f]}. */
    record Neighbours(int from, int[] multipliers) implements Part {}

    /** {@code acc[v,f] = x[v,f]}. */
    record Own(int from, int[] multipliers) implements Part {}

    /** {@code acc[g,f] = sum over the nodes v of graph g of x[v,f]}. */
    record Pooled(int from, int[] multipliers) implements Part {}

    /**
     * {@code acc[v,f] = sum over the terms u of v of E[u,v,head of f] * x[u,f]}, with the multiplier
     * {@code (constant + floor(S / 2)) / S} rounded down, S being the sum of E over the terms; 0 without terms.
     *
     * @param attention number of the stage that gives E
     * @param constant 1 .. 2^31 - 1
     */
    record Weighted(int from, int attention, long constant) implements Part {}
}
