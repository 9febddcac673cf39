// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import io.bitknit.model.Activation;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
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
        GraphSection.describe(graph, json, tensors);
        model.provenance().forEach(json.putObject("provenance")::put);
        return json;
    }

    /** @throws UserException for everything that is wrong with the folder */
    public static FloatModel read(Path folder) {
        return read(ModelFolder.read(folder, FORMAT));
    }

    static FloatModel read(ModelFolder folder) {
        JsonSection json = folder.json();
        json.onlyKeys("format", "version", "name", "rowNormalised", "layers", "graph", "provenance");
        GraphData graph = GraphSection.graph(folder, json.section("graph"));
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
}
