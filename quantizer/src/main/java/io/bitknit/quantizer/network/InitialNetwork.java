// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkLayer;
import io.bitknit.model.network.Nonlinearity;
import io.bitknit.quantizer.train.Randomness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/** A network to start training from: random weights, biases of 0. */
final class InitialNetwork {
    private final NetworkOptions options;
    private final GraphInput graph;
    private final UniformRandomProvider random;
    private final List<NetworkLayer> layers = new ArrayList<>();

    private InitialNetwork(NetworkOptions options, GraphInput graph) {
        this.options = options;
        this.graph = graph;
        this.random = Randomness.of(options.seed(), "weights", 0);
    }

    static FloatNetwork of(NetworkOptions options, GraphInput graph) {
        return new InitialNetwork(options, graph).network();
    }

    private FloatNetwork network() {
        boolean graphs = graph instanceof GraphSet;
        int width = graph.features();
        switch (options.architecture()) {
            case AGNN -> {
                layers.add(linear("lin1", width, options.hidden(), Nonlinearity.RELU));
                for (int l = 1; l <= options.layers(); l++) {
                    layers.add(new NetworkLayer.Agnn("prop" + l, options.hidden(), 1));
                }
                width = options.hidden();
                if (!graphs) {
                    layers.add(linear("lin2", width, graph.classes(), Nonlinearity.NONE));
                }
            }
            default -> {
                for (int l = 1; l <= options.layers(); l++) {
                    boolean last = l == options.layers() && !graphs;
                    layers.add(convolution("conv" + l, width, last));
                    width = layers.get(layers.size() - 1).outputs();
                }
            }
        }
        if (graphs) {
            layers.add(new NetworkLayer.Pool("pool", width, options.meanPooling()));
            layers.add(linear("lin1", width, options.hidden(), Nonlinearity.RELU));
            layers.add(linear("lin2", options.hidden(), graph.classes(), Nonlinearity.NONE));
        }
        return new FloatNetwork(
                graph.name() + "-" + options.architecture().text(),
                options.architecture(),
                options.rowNormalised(),
                layers,
                graph,
                Map.of());
    }

    private float[] glorot(int inputs, int outputs) {
        double[] wide = Randomness.glorot(random, inputs, outputs);
        float[] out = new float[wide.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) wide[i];
        }
        return out;
    }

    private NetworkLayer.Linear linear(String name, int inputs, int outputs, Nonlinearity after) {
        return new NetworkLayer.Linear(name, inputs, outputs, glorot(inputs, outputs), new float[outputs], after);
    }

    private NetworkLayer convolution(String name, int inputs, boolean last) {
        int outputs = last ? graph.classes() : options.hidden();
        Nonlinearity relu = last ? Nonlinearity.NONE : Nonlinearity.RELU;
        return switch (options.architecture()) {
            case SAGE ->
                new NetworkLayer.Sage(
                        name,
                        inputs,
                        outputs,
                        glorot(inputs, outputs),
                        glorot(inputs, outputs),
                        new float[outputs],
                        relu);
            case GIN ->
                new NetworkLayer.Gin(
                        name,
                        0,
                        List.of(
                                linear(name + ".nn.0", inputs, options.hidden(), Nonlinearity.RELU),
                                linear(name + ".nn.2", options.hidden(), outputs, relu)));
            default -> {
                int heads = last ? 1 : options.heads();
                int all = heads * outputs;
                yield new NetworkLayer.Gat(
                        name,
                        inputs,
                        heads,
                        all,
                        glorot(inputs, all),
                        glorot(heads, outputs),
                        glorot(heads, outputs),
                        new float[all],
                        0.2,
                        last ? Nonlinearity.NONE : Nonlinearity.ELU);
            }
        };
    }
}
