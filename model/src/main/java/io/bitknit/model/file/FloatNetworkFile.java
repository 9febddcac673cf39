// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.Tensor;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.network.NetworkLayer;
import io.bitknit.model.network.Nonlinearity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A float network with its graph as a folder {@code *.float}; the same network gives the same bytes. */
public final class FloatNetworkFile {
    static final String FORMAT = "bitknit-float-network";

    private final ModelFolder folder;
    private final GraphInput graph;
    private int width;
    private boolean pooled;

    private FloatNetworkFile(ModelFolder folder, GraphInput graph) {
        this.folder = folder;
        this.graph = graph;
        this.width = graph.features();
    }

    /** Whether a folder says that it holds one. @throws UserException M-001 to M-013 */
    public static boolean holds(Path folder) {
        return ModelFolder.format(folder).equals(FORMAT);
    }

    /**
     * @throws UserException M-007, M-008
     * @throws IllegalStateException if the network breaks a rule that {@link #read} checks: whoever made it is wrong
     */
    public static void write(FloatNetwork network, Path folder) {
        List<Tensor> tensors = new ArrayList<>();
        ObjectNode json = ModelFolder.header(FORMAT)
                .put("name", network.name())
                .put("architecture", network.architecture().text())
                .put("rowNormalised", network.rowNormalised());
        ArrayNode layers = json.putArray("layers");
        for (NetworkLayer layer : network.layers()) {
            describe(layer, "layers." + layers.size(), layers.addObject(), tensors);
        }
        GraphSection.describe(network.graph(), json, tensors);
        network.provenance().forEach(json.putObject("provenance")::put);
        byte[] text = ModelFolder.bytes(json);
        byte[] data = SafetensorsFile.toBytes(SourceFolder.nameOf(folder), tensors);
        try {
            read(ModelFolder.parse("model", text, data, FORMAT));
        } catch (UserException e) {
            throw new IllegalStateException("the network breaks its own rules: " + e.getMessage(), e);
        }
        ModelFolder.write(folder, text, data);
    }

    private static void describe(NetworkLayer layer, String prefix, ObjectNode json, List<Tensor> tensors) {
        int inputs = layer.inputs();
        int outputs = layer.outputs();
        json.put("name", layer.name()).put("inputs", inputs).put("outputs", outputs);
        if (layer instanceof NetworkLayer.Linear linear) {
            json.put("kind", "linear").put("after", linear.after().name());
            tensors.add(Tensor.of(prefix + ".weight", linear.weight(), inputs, outputs));
            tensors.add(Tensor.of(prefix + ".bias", linear.bias(), outputs));
        } else if (layer instanceof NetworkLayer.Sage sage) {
            json.put("kind", "sage").put("after", sage.after().name());
            tensors.add(Tensor.of(prefix + ".neighbourWeight", sage.neighbourWeight(), inputs, outputs));
            tensors.add(Tensor.of(prefix + ".ownWeight", sage.ownWeight(), inputs, outputs));
            tensors.add(Tensor.of(prefix + ".bias", sage.bias(), outputs));
        } else if (layer instanceof NetworkLayer.Gin gin) {
            json.put("kind", "gin").put("epsilon", gin.epsilon());
            ArrayNode perceptron = json.putArray("perceptron");
            for (NetworkLayer.Linear linear : gin.perceptron()) {
                describe(linear, prefix + ".perceptron." + perceptron.size(), perceptron.addObject(), tensors);
            }
        } else if (layer instanceof NetworkLayer.Gat gat) {
            json.put("kind", "gat")
                    .put("after", gat.after().name())
                    .put("heads", gat.heads())
                    .put("slope", gat.slope());
            tensors.add(Tensor.of(prefix + ".weight", gat.weight(), inputs, outputs));
            tensors.add(Tensor.of(prefix + ".sourceAttention", gat.sourceAttention(), outputs));
            tensors.add(Tensor.of(prefix + ".targetAttention", gat.targetAttention(), outputs));
            tensors.add(Tensor.of(prefix + ".bias", gat.bias(), outputs));
        } else if (layer instanceof NetworkLayer.Agnn agnn) {
            json.put("kind", "agnn").put("beta", agnn.beta());
        } else {
            json.put("kind", "pool").put("mean", ((NetworkLayer.Pool) layer).mean());
        }
    }

    /** @throws UserException for everything that is wrong with the folder */
    public static FloatNetwork read(Path folder) {
        return read(ModelFolder.read(folder, FORMAT));
    }

    static FloatNetwork read(ModelFolder folder) {
        JsonSection json = folder.json();
        json.onlyKeys("format", "version", "name", "architecture", "rowNormalised", "layers", "graph", "provenance");
        GraphInput graph = GraphSection.input(folder, json.section("graph"));
        Architecture architecture = LayerChain.choice(json, "architecture", Architecture.values(), Architecture::text);
        List<NetworkLayer> layers = new FloatNetworkFile(folder, graph).layers(json);
        folder.requireAllUsed();
        return new FloatNetwork(
                json.string("name"), architecture, json.bool("rowNormalised"), layers, graph, json.texts("provenance"));
    }

    private List<NetworkLayer> layers(JsonSection json) {
        List<JsonSection> sections = json.sections("layers");
        LayerChain.requireCount(json, sections.size());
        List<NetworkLayer> layers = new ArrayList<>();
        for (JsonSection section : sections) {
            layers.add(layer(section, "layers." + layers.size()));
        }
        LayerChain.requireClasses(json, width, graph.classes());
        if (pooled != graph instanceof GraphSet) {
            throw ModelError.MODEL_INVALID.at(
                    json.place("layers"),
                    pooled
                            ? "there is a pooling, but nodes are classified"
                            : "graphs are classified without a pooling");
        }
        if (layers.get(layers.size() - 1) instanceof NetworkLayer.Agnn
                || layers.get(layers.size() - 1) instanceof NetworkLayer.Pool) {
            throw ModelError.MODEL_INVALID.at(json.place("layers"), "the last layer has no weights");
        }
        return layers;
    }

    private NetworkLayer layer(JsonSection json, String prefix) {
        int inputs = json.integer("inputs", 1, Limits.FEATURES);
        int outputs = json.integer("outputs", 1, Limits.FEATURES);
        LayerChain.requireInputs(json, width, inputs);
        LayerChain.requireHidden(json, graph.nodes(), outputs);
        String kind = json.string("kind");
        boolean first = prefix.equals("layers.0");
        NetworkLayer layer = switch (kind) {
            case "linear" -> linear(json, prefix, inputs, outputs);
            case "sage" -> sage(json, prefix, inputs, outputs);
            case "gin" -> gin(json, prefix);
            case "gat" -> gat(json, prefix, inputs, outputs);
            case "agnn" -> {
                json.onlyKeys("name", "inputs", "outputs", "kind", "beta");
                double beta = json.number("beta", -1e6, 1e6, "a number from -10^6 to 10^6");
                yield new NetworkLayer.Agnn(json.string("name"), inputs, beta);
            }
            case "pool" -> {
                json.onlyKeys("name", "inputs", "outputs", "kind", "mean");
                pooled = true;
                yield new NetworkLayer.Pool(json.string("name"), inputs, json.bool("mean"));
            }
            default ->
                throw ModelError.JSON_OUT_OF_RANGE.at(
                        json.place("kind"), "'" + kind + "'", "linear, sage, gin, gat, agnn or pool");
        };
        boolean needsFeatures = kind.equals("agnn") || kind.equals("pool");
        if ((needsFeatures && first) || layer.outputs() != outputs) {
            throw ModelError.MODEL_INVALID.at(
                    json.place(),
                    needsFeatures
                            ? "it cannot be the first, or has other outputs than inputs"
                            : "its perceptron gives " + layer.outputs() + " features, the layer " + outputs);
        }
        if (pooled && !kind.equals("pool") && !kind.equals("linear")) {
            throw ModelError.MODEL_INVALID.at(json.place(), "only linear layers follow a pooling");
        }
        width = outputs;
        return layer;
    }

    private float[] floats(String name, int... shape) {
        return folder.tensor(name).requireShape(shape).floats();
    }

    private static Nonlinearity after(JsonSection json) {
        return LayerChain.choice(json, "after", Nonlinearity.values(), Nonlinearity::name);
    }

    private NetworkLayer.Linear linear(JsonSection json, String prefix, int inputs, int outputs) {
        json.onlyKeys("name", "inputs", "outputs", "kind", "after");
        return new NetworkLayer.Linear(
                json.string("name"),
                inputs,
                outputs,
                floats(prefix + ".weight", inputs, outputs),
                floats(prefix + ".bias", outputs),
                after(json));
    }

    private NetworkLayer sage(JsonSection json, String prefix, int inputs, int outputs) {
        json.onlyKeys("name", "inputs", "outputs", "kind", "after");
        return new NetworkLayer.Sage(
                json.string("name"),
                inputs,
                outputs,
                floats(prefix + ".neighbourWeight", inputs, outputs),
                floats(prefix + ".ownWeight", inputs, outputs),
                floats(prefix + ".bias", outputs),
                after(json));
    }

    private NetworkLayer gin(JsonSection json, String prefix) {
        json.onlyKeys("name", "inputs", "outputs", "kind", "epsilon", "perceptron");
        List<JsonSection> sections = json.sections("perceptron");
        LayerChain.requireCount(json, sections.size());
        List<NetworkLayer.Linear> perceptron = new ArrayList<>();
        int before = width;
        for (JsonSection section : sections) {
            int inputs = section.integer("inputs", 1, Limits.FEATURES);
            int outputs = section.integer("outputs", 1, Limits.FEATURES);
            LayerChain.requireInputs(section, before, inputs);
            LayerChain.requireHidden(section, graph.nodes(), outputs);
            perceptron.add(linear(section, prefix + ".perceptron." + perceptron.size(), inputs, outputs));
            before = outputs;
        }
        double epsilon = json.number("epsilon", -1e6, 1e6, "a number from -10^6 to 10^6");
        return new NetworkLayer.Gin(json.string("name"), epsilon, perceptron);
    }

    private NetworkLayer gat(JsonSection json, String prefix, int inputs, int outputs) {
        json.onlyKeys("name", "inputs", "outputs", "kind", "after", "heads", "slope");
        int heads = json.integer("heads", 1, outputs);
        if (outputs % heads != 0) {
            throw ModelError.MODEL_INVALID.at(
                    json.place(), outputs + " outputs cannot be shared by " + heads + " heads");
        }
        return new NetworkLayer.Gat(
                json.string("name"),
                inputs,
                heads,
                outputs,
                floats(prefix + ".weight", inputs, outputs),
                floats(prefix + ".sourceAttention", outputs),
                floats(prefix + ".targetAttention", outputs),
                floats(prefix + ".bias", outputs),
                json.number("slope", 0, 1, "a number from 0 to 1"),
                after(json));
    }
}
