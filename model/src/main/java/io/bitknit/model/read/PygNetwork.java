// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.format.Limits;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.NetworkLayer;
import io.bitknit.model.network.Nonlinearity;
import java.util.ArrayList;
import java.util.List;

/** The layers of GraphSAGE, GIN, GAT and AGNN out of PyTorch Geometric's tensors. */
final class PygNetwork {
    private final Architecture architecture;
    private final PygConfig config;
    private final PygTensors tensors;
    private final GraphInput graph;
    private final List<NetworkLayer> layers = new ArrayList<>();
    private int width;

    PygNetwork(Architecture architecture, PygConfig config, PygTensors tensors, GraphInput graph) {
        this.architecture = architecture;
        this.config = config;
        this.tensors = tensors;
        this.graph = graph;
        this.width = graph.features();
    }

    /** Everything that is missing or does not fit is noted with the tensors. */
    List<NetworkLayer> layers() {
        boolean pooled = graph instanceof GraphSet;
        if (architecture == Architecture.AGNN) {
            propagations();
        } else {
            convolutions(pooled);
        }
        if (pooled) {
            layers.add(new NetworkLayer.Pool("pool", width, config.meanPooling()));
            linears();
        }
        if (width != graph.classes()) {
            tensors.add(ModelError.PYG_CHAIN.found(
                    tensors.place(),
                    "the graph '" + graph.name() + "'",
                    graph.classes(),
                    "classes",
                    "the output side",
                    width));
        }
        return layers;
    }

    private void convolutions(boolean pooled) {
        String part = switch (architecture) {
            case SAGE -> ".lin_l.weight";
            case GIN -> ".nn.0.weight";
            default -> ".lin.weight";
        };
        List<String> names = numbered("conv", "convs.", part);
        if (names.isEmpty()) {
            tensors.add(ModelError.PYG_LAYERS.found(
                    tensors.place(), "the file has no tensor 'conv1" + part + "', so no layer"));
        }
        for (int i = 0; i < names.size(); i++) {
            boolean last = i == names.size() - 1 && !pooled;
            Nonlinearity after = last ? Nonlinearity.NONE : config.activation();
            String name = names.get(i);
            layers.add(
                    switch (architecture) {
                        case SAGE -> sage(name, after);
                        case GIN -> gin(name, after);
                        default -> gat(name, after);
                    });
            width = layers.get(layers.size() - 1).outputs();
            if ((long) width * graph.nodes() > Limits.HIDDEN) {
                tensors.add(ModelError.GRAPH_TOO_LARGE.found(
                        tensors.place(), (long) width * graph.nodes(), "hidden values", (long) Limits.HIDDEN));
            }
        }
    }

    /** {@code conv1, conv2, ...} or {@code convs.0, convs.1, ...}, up to the first that is not there. */
    private List<String> numbered(String from1, String from0, String part) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Limits.LAYERS && tensors.has(from0 + i + part); i++) {
            names.add(from0 + i);
        }
        for (int i = 1; i <= Limits.LAYERS && tensors.has(from1 + i + part) && names.size() < i; i++) {
            names.add(from1 + i);
        }
        return names;
    }

    private NetworkLayer sage(String name, Nonlinearity after) {
        int outputs = tensors.size(name + ".lin_l.weight", 0);
        return new NetworkLayer.Sage(
                name,
                width,
                outputs,
                tensors.transposed(name + ".lin_l.weight", width, outputs),
                tensors.transposed(name + ".lin_r.weight", width, outputs),
                tensors.floatsOrZeros(name + ".lin_l.bias", outputs),
                after);
    }

    /** ReLU is between the products of the perceptron, and what follows the layer follows its last product. */
    private NetworkLayer gin(String name, Nonlinearity after) {
        double epsilon = single(name + ".eps");
        List<NetworkLayer.Linear> perceptron = new ArrayList<>();
        int inputs = width;
        for (int i = 0; i < Limits.LAYERS; i++) {
            String part = name + ".nn." + i;
            if (tensors.has(part + ".running_mean") && !perceptron.isEmpty()) {
                int last = perceptron.size() - 1;
                perceptron.set(last, folded(perceptron.get(last), part));
            } else if (tensors.has(part + ".weight")) {
                NetworkLayer.Linear linear = linear(part, inputs, Nonlinearity.RELU);
                perceptron.add(linear);
                inputs = linear.outputs();
            }
        }
        int last = perceptron.size() - 1;
        NetworkLayer.Linear end = perceptron.get(last);
        if (tensors.has(name + ".bn.running_mean")) {
            end = folded(end, name + ".bn");
        }
        perceptron.set(
                last,
                new NetworkLayer.Linear(end.name(), end.inputs(), end.outputs(), end.weight(), end.bias(), after));
        return new NetworkLayer.Gin(name, epsilon, perceptron);
    }

    /** A number of its own, 0 where the model leaves it out. */
    private double single(String name) {
        float[] values = tensors.floatsOrZeros(name, 1);
        return values.length == 0 ? 0 : values[0];
    }

    private NetworkLayer.Linear linear(String name, int inputs, Nonlinearity after) {
        int outputs = tensors.size(name + ".weight", 0);
        return new NetworkLayer.Linear(
                name,
                inputs,
                outputs,
                tensors.transposed(name + ".weight", inputs, outputs),
                tensors.floatsOrZeros(name + ".bias", outputs),
                after);
    }

    private NetworkLayer.Linear folded(NetworkLayer.Linear linear, String norm) {
        int size = linear.outputs();
        float[] scale = tensors.floats(norm + ".weight", size);
        float[] variance = tensors.floats(norm + ".running_var", size);
        tensors.ignore(norm + ".num_batches_tracked");
        float[] mean = tensors.floats(norm + ".running_mean", size);
        float[] shift = tensors.floats(norm + ".bias", size);
        if (scale.length + variance.length + mean.length + shift.length + linear.bias().length != 5 * size) {
            return linear;
        }
        double[] gain = new double[size];
        for (int f = 0; f < size; f++) {
            if (!(variance[f] + config.batchNormEpsilon() > 0)) {
                tensors.add(ModelError.PYG_LAYERS.found(
                        tensors.place(),
                        "'" + norm + ".running_var' has " + variance[f] + " for feature " + f
                                + ", a variance is 0 or more"));
                return linear;
            }
            gain[f] = scale[f] / Math.sqrt(variance[f] + config.batchNormEpsilon());
        }
        return linear.folded(gain, tensors.floats(norm + ".running_mean", size), tensors.floats(norm + ".bias", size));
    }

    private NetworkLayer gat(String name, Nonlinearity after) {
        int heads = tensors.size(name + ".att_src", 1);
        int size = tensors.size(name + ".att_src", 2);
        int outputs = Math.multiplyExact(heads, size);
        return new NetworkLayer.Gat(
                name,
                width,
                heads,
                outputs,
                tensors.transposed(name + ".lin.weight", width, outputs),
                tensors.floats(name + ".att_src", 1, heads, size),
                tensors.floats(name + ".att_dst", 1, heads, size),
                tensors.floatsOrZeros(name + ".bias", outputs),
                config.negativeSlope(),
                after);
    }

    private void propagations() {
        NetworkLayer.Linear first = linear("lin1", width, Nonlinearity.RELU);
        layers.add(first);
        width = first.outputs();
        for (String name : numbered("prop", "props.", ".beta")) {
            layers.add(new NetworkLayer.Agnn(name, width, single(name + ".beta")));
        }
        if (!(graph instanceof GraphSet)) {
            NetworkLayer.Linear last = linear("lin2", width, Nonlinearity.NONE);
            layers.add(last);
            width = last.outputs();
        }
    }

    /** {@code lin1, lin2, ...} after the pooling, with ReLU between. */
    private void linears() {
        List<String> names = new ArrayList<>();
        for (int i = architecture == Architecture.AGNN ? 2 : 1; tensors.has("lin" + i + ".weight"); i++) {
            names.add("lin" + i);
        }
        for (String name : names) {
            boolean last = name.equals(names.get(names.size() - 1));
            NetworkLayer.Linear linear = linear(name, width, last ? Nonlinearity.NONE : Nonlinearity.RELU);
            layers.add(linear);
            width = linear.outputs();
        }
    }
}
