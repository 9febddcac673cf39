// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

import java.util.List;
import java.util.Map;

/**
 * A graph neural network in integers, with its graph and its input: everything that the hardware computes, before any
 * lowering. The executable meaning is the reference interpreter of module {@code sim}.
 *
 * @param name for people; never becomes an identifier
 * @param requantShift r of every requantization {@code (acc * m + bias + h) >> (r + exponent)}, 1..20
 * @param input sparse input features of the first layer
 * @param adjacency terms of every aggregation
 * @param layers at least one, in order
 * @param evaluation labels and node sets
 * @param provenance where it comes from: framework, versions, dataset digest, options; ordered
 */
public record QuantizedModel(
        String name,
        int requantShift,
        SparseInput input,
        Adjacency adjacency,
        List<QuantizedLayer> layers,
        Evaluation evaluation,
        Map<String, String> provenance) {
    public QuantizedModel {
        layers = List.copyOf(layers);
        provenance = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(provenance));
    }

    public int nodes() {
        return adjacency.nodes();
    }
}
