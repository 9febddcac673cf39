// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

import java.util.List;
import java.util.Map;

/**
 * A trained GCN as imported, with its graph.
 *
 * @param rowNormalised whether the input features are divided by their row sum before the first layer
 * @param layers in order
 * @param graph graph, raw input features, labels, split
 * @param provenance ordered; goes into the quantized model
 */
public record FloatModel(
        String name, boolean rowNormalised, List<FloatLayer> layers, GraphData graph, Map<String, String> provenance) {
    public FloatModel {
        layers = List.copyOf(layers);
        provenance = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(provenance));
    }
}
