// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.network.Part;

/** What a step sums, in real numbers. {@code from} is an earlier step or {@link Part#INPUT}; row factors as {@link Part}. */
public sealed interface Term {
    int from();

    /**
     * {@code x W}.
     *
     * @param weight row-major {@code [inputs * outputs]}; never mutated
     * @param bits fixed width of the weights, or 0 for the width that is chosen
     */
    record Product(int from, int inputs, int outputs, float[] weight, int bits) implements Term {}

    /** Sum over the terms of a node, times a factor, one for all rows or one per row. */
    record Neighbours(int from, double[] factor) implements Term {}

    record Own(int from, double factor) implements Term {}

    /** Sum over the nodes of a graph, times a factor, one for all graphs or one per graph. */
    record Pooled(int from, double[] factor) implements Term {}

    /** Mean over the terms of a node, weighted by what an attention step gives. */
    record Weighted(int from, int attention) implements Term {}
}
