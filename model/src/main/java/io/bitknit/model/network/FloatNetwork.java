// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.network;

import io.bitknit.model.Adjacency;
import io.bitknit.model.Convolution;
import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained network as imported or trained, with its graph.
 *
 * @param rowNormalised whether the input features are divided by their row sum before the first layer
 * @param layers in order; a pooling is among them if and only if whole graphs are classified
 * @param graph graph or graphs, raw input features, labels, split
 * @param provenance ordered; goes into the quantized network
 */
public record FloatNetwork(
        String name,
        Architecture architecture,
        boolean rowNormalised,
        List<NetworkLayer> layers,
        GraphInput graph,
        Map<String, String> provenance) {
    public FloatNetwork {
        layers = List.copyOf(layers);
        provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
    }

    /** The same layers on another graph with as many features and classes. */
    public FloatNetwork onGraph(GraphInput other) {
        return new FloatNetwork(name, architecture, rowNormalised, layers, other, provenance);
    }

    /** What its aggregations sum: the neighbours, and the node itself where the architecture says so. */
    public Adjacency terms() {
        return terms(architecture, graph);
    }

    public static Adjacency terms(Architecture architecture, GraphInput graph) {
        return architecture.selfLoops() ? Convolution.withSelfLoops(graph.adjacency()) : graph.adjacency();
    }

    /** {@code [graphs + 1]} first nodes of the graphs; of length 1 where nodes are classified. */
    public int[] graphStart() {
        return graph instanceof GraphSet set ? set.graphStart() : new int[1];
    }
}
