// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An imported float model with its graph as a folder {@code *.float}; the same model gives the same bytes. */
public final class FloatModelFile {
    static final String FORMAT = "bitknit-float";

    private FloatModelFile() {}

    /**
     * @throws UserException M-007, M-008
     * @throws IllegalStateException if the model breaks a rule that {@link #read} checks: whoever made it is wrong
     */
    public static void write(FloatModel model, Path folder) {
        List<Tensor> tensors = new ArrayList<>();
        byte[] json = ModelFolder.bytes(describe(model, tensors));
        byte[] data = SafetensorsFile.toBytes(SourceFolder.nameOf(folder), tensors);
        try {
            read(ModelFolder.parse("model", json, data, FORMAT));
        } catch (UserException e) {
            throw new IllegalStateException("the float model breaks its own rules: " + e.getMessage(), e);
        }
        ModelFolder.write(folder, json, data);
    }

    /** The JSON part; adds the tensors to the list. */
    private static ObjectNode describe(FloatModel model, List<Tensor> tensors) {
        GraphData graph = model.graph();
        ObjectNode json =
                ModelFolder.header(FORMAT).put("name", model.name()).put("rowNormalised", model.rowNormalised());
        ArrayNode layers = json.putArray("layers");
        for (FloatLayer layer : model.layers()) {
            String prefix = "layers." + layers.size();
            tensors.add(Tensor.of(prefix + ".weight", layer.weight(), layer.inputs(), layer.outputs()));
            tensors.add(Tensor.of(prefix + ".bias", layer.bias(), layer.outputs()));
            layers.addObject()
                    .put("name", layer.name())
                    .put("inputs", layer.inputs())
                    .put("outputs", layer.outputs())
                    .put("activation", layer.activation().name());
        }
        json.putObject("graph")
                .put("name", graph.name())
                .put("nodes", graph.nodes())
                .put("features", graph.features())
                .put("classes", graph.classes())
                .put("digest", graph.digest());
        model.provenance().forEach(json.putObject("provenance")::put);
        Adjacency adjacency = graph.adjacency();
        tensors.add(Tensor.of("graph.adjacency.rowStart", adjacency.rowStart(), graph.nodes() + 1));
        tensors.add(Tensor.of("graph.adjacency.source", adjacency.source(), adjacency.terms()));
        int entries = graph.featureRowStart()[graph.nodes()];
        tensors.add(Tensor.of("graph.features.rowStart", graph.featureRowStart(), graph.nodes() + 1));
        tensors.add(Tensor.of("graph.features.column", graph.featureColumn(), entries));
        tensors.add(Tensor.of("graph.features.value", graph.featureValue(), entries));
        tensors.add(Tensor.of("graph.labels", graph.labels(), graph.nodes()));
        tensors.add(Tensor.of("graph.train", graph.train(), graph.train().length));
        tensors.add(Tensor.of("graph.validation", graph.validation(), graph.validation().length));
        tensors.add(Tensor.of("graph.test", graph.test(), graph.test().length));
        return json;
    }

    /** @throws UserException for everything that is wrong with the folder */
    public static FloatModel read(Path folder) {
        return read(ModelFolder.read(folder, FORMAT));
    }

    static FloatModel read(ModelFolder folder) {
        JsonSection json = folder.json();
        json.onlyKeys("format", "version", "name", "rowNormalised", "layers", "graph", "provenance");
        GraphData graph = graph(folder, json.section("graph"));
        List<FloatLayer> layers = layers(folder, json, graph);
        folder.requireAllUsed();
        return new FloatModel(json.string("name"), json.bool("rowNormalised"), layers, graph, json.texts("provenance"));
    }

    private static List<FloatLayer> layers(ModelFolder folder, JsonSection json, GraphData graph) {
        List<FloatLayer> layers = new ArrayList<>();
        int width = graph.features();
        List<JsonSection> sections = json.sections("layers");
        LayerChain.requireCount(json, sections.size());
        for (JsonSection section : sections) {
            section.onlyKeys("name", "inputs", "outputs", "activation");
            String prefix = "layers." + layers.size();
            int inputs = section.integer("inputs", 1, Limits.FEATURES);
            int outputs = section.integer("outputs", 1, Limits.FEATURES);
            LayerChain.requireInputs(section, width, inputs);
            LayerChain.requireHidden(section, graph.nodes(), outputs);
            Activation activation = LayerChain.activation(section);
            layers.add(new FloatLayer(
                    section.string("name"),
                    inputs,
                    outputs,
                    folder.tensor(prefix + ".weight")
                            .requireShape(inputs, outputs)
                            .floats(),
                    folder.tensor(prefix + ".bias").requireShape(outputs).floats(),
                    activation));
            width = outputs;
        }
        LayerChain.requireClasses(json, width, graph.classes());
        return layers;
    }

    private static GraphData graph(ModelFolder folder, JsonSection json) {
        json.onlyKeys("name", "nodes", "features", "classes", "digest");
        int nodes = json.integer("nodes", 1, Limits.NODES);
        int features = json.integer("features", 1, Limits.FEATURES);
        int classes = json.integer("classes", 1, Limits.CLASSES);
        int[] rowStart = GraphTensors.rowStart(folder, "graph.features.rowStart", nodes, Limits.ENTRIES);
        Tensor values = folder.tensor("graph.features.value").requireShape(rowStart[nodes]);
        float[] value = values.floats();
        for (int i = 0; i < value.length; i++) {
            if (value[i] == 0) {
                throw ModelError.MODEL_INVALID.at(values.place(), "element [" + i + "] is 0; zeros are not stored");
            }
        }
        return new GraphData(
                json.string("name"),
                GraphTensors.adjacency(folder, "graph.adjacency", nodes),
                features,
                rowStart,
                GraphTensors.ids(folder, "graph.features.column", rowStart, features, false),
                value,
                classes,
                GraphTensors.labels(folder, "graph.labels", nodes, classes),
                GraphTensors.nodes(folder, "graph.train", nodes),
                GraphTensors.nodes(folder, "graph.validation", nodes),
                GraphTensors.nodes(folder, "graph.test", nodes),
                json.string("digest"));
    }
}
