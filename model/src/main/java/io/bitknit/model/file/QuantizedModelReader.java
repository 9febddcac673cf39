// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import io.bitknit.model.Activation;
import io.bitknit.model.Evaluation;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.DataType;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Builds a quantized model from its folder and refuses everything that {@code doc/NUMERICS.md} does not allow, so that
 * no later stage has to.
 */
final class QuantizedModelReader {
    /** Keeps {@code acc * m + bias} within 64 bits for every accumulator of up to 40 bits. */
    private static final long MOST_BIAS = 1L << 60;

    private final ModelFolder folder;
    private final int nodes;
    private final Set<String> names = new HashSet<>();

    private QuantizedModelReader(ModelFolder folder) {
        this.folder = folder;
        this.nodes = folder.json().integer("nodes", 1, Limits.NODES);
    }

    /** @throws UserException for everything that is wrong with the folder */
    static QuantizedModel read(ModelFolder folder) {
        return new QuantizedModelReader(folder).model();
    }

    private QuantizedModel model() {
        JsonSection json = folder.json();
        json.onlyKeys(
                "format", "version", "name", "nodes", "requantShift", "input", "layers", "evaluation", "provenance");
        SparseInput input = input(json.section("input"));
        Evaluation evaluation = evaluation(json.section("evaluation"));
        List<QuantizedLayer> layers = layers(json, input.features(), evaluation.classes());
        QuantizedModel model = new QuantizedModel(
                json.string("name"),
                json.integer("requantShift", 1, 20),
                input,
                GraphTensors.adjacency(folder, "adjacency", nodes),
                layers,
                evaluation,
                json.texts("provenance"));
        folder.requireAllUsed();
        return model;
    }

    private SparseInput input(JsonSection json) {
        json.onlyKeys("features", "bits", "scale");
        int features = json.integer("features", 1, Limits.FEATURES);
        int bits = json.integer("bits", 1, 8);
        int[] rowStart = GraphTensors.rowStart(folder, "input.rowStart", nodes, Limits.ENTRIES);
        int[] column = GraphTensors.ids(folder, "input.column", rowStart, features, false);
        byte[] code = folder.tensor("input.code")
                .requireType(DataType.U8)
                .requireShape(rowStart[nodes])
                .bytes(1, (1 << bits) - 1);
        return new SparseInput(nodes, features, bits, scale(json), rowStart, column, code);
    }

    private static double scale(JsonSection json) {
        return json.number("scale", Double.MIN_VALUE, Double.MAX_VALUE, "a finite number above 0");
    }

    private Evaluation evaluation(JsonSection json) {
        json.onlyKeys("classes", "accuracyFloatTest");
        int classes = json.integer("classes", 1, Limits.CLASSES);
        return new Evaluation(
                classes,
                GraphTensors.labels(folder, "evaluation.labels", nodes, classes),
                GraphTensors.nodes(folder, "evaluation.validation", nodes),
                GraphTensors.nodes(folder, "evaluation.test", nodes),
                json.number("accuracyFloatTest", 0, 1, "0 to 1"));
    }

    private List<QuantizedLayer> layers(JsonSection json, int features, int classes) {
        List<JsonSection> sections = json.sections("layers");
        LayerChain.requireCount(json, sections.size());
        List<QuantizedLayer> layers = new ArrayList<>();
        int width = features;
        for (JsonSection section : sections) {
            boolean last = layers.size() == sections.size() - 1;
            QuantizedLayer layer = layer(section, "layers." + layers.size(), width, last);
            layers.add(layer);
            width = layer.weights().outputs();
        }
        LayerChain.requireClasses(json, width, classes);
        return layers;
    }

    private QuantizedLayer layer(JsonSection json, String prefix, int width, boolean last) {
        json.onlyKeys("name", "activation", "weights", "combined", "aggregated");
        Activation activation = LayerChain.activation(json);
        QuantizedWeights weights = weights(json.section("weights"), prefix + ".weights", width);
        QuantizedTensor combined = tensor(json.section("combined"), prefix + ".combined", weights.outputs());
        QuantizedTensor aggregated = tensor(json.section("aggregated"), prefix + ".aggregated", weights.outputs());
        require(combined.signed(), json, "combined", "is unsigned, expected signed");
        for (long bias : combined.bias()) {
            require(bias == 0, json, "combined", "has a bias, expected none");
        }
        boolean relu = activation == Activation.RELU;
        require(
                aggregated.signed() != relu,
                json,
                "aggregated",
                relu ? "is signed after RELU, expected unsigned" : "is unsigned without RELU, expected signed");
        if (last) {
            require(!relu, json, "aggregated", "holds the scores and follows RELU, expected NONE");
            for (byte exponent : aggregated.exponents()) {
                require(exponent == 0, json, "aggregated", "holds the scores and has an exponent, expected 0");
            }
        }
        return new QuantizedLayer(json.string("name"), activation, weights, combined, aggregated);
    }

    private static void require(boolean good, JsonSection layer, String key, String what) {
        if (!good) {
            throw ModelError.MODEL_INVALID.at(layer.place(key), "the tensor " + what);
        }
    }

    private QuantizedWeights weights(JsonSection json, String name, int width) {
        json.onlyKeys("inputs", "outputs", "bits", "scale");
        int inputs = json.integer("inputs", 1, Limits.FEATURES);
        int outputs = json.integer("outputs", 1, Limits.FEATURES);
        int bits = json.integer("bits", 1, 8);
        LayerChain.requireInputs(json, width, inputs);
        LayerChain.requireHidden(json, nodes, outputs);
        Tensor tensor = folder.tensor(name).requireType(DataType.I8).requireShape(inputs, outputs);
        byte[] q = bits == 1 ? tensor.bytes(-1, 1) : tensor.bytes(-(1 << (bits - 1)), (1 << (bits - 1)) - 1);
        for (int i = 0; bits == 1 && i < q.length; i++) {
            if (q[i] == 0) {
                throw ModelError.MODEL_INVALID.at(tensor.place(), "element " + i + " is 0, a 1-bit weight is -1 or 1");
            }
        }
        return new QuantizedWeights(inputs, outputs, bits, scale(json), q);
    }

    private QuantizedTensor tensor(JsonSection json, String prefix, int features) {
        json.onlyKeys("name", "signed", "scale");
        String name = json.string("name");
        if (!names.add(name)) {
            throw ModelError.MODEL_INVALID.at(json.place("name"), "the name '" + name + "' is taken by another tensor");
        }
        return new QuantizedTensor(
                name,
                nodes,
                features,
                json.bool("signed"),
                scale(json),
                folder.tensor(prefix + ".bits")
                        .requireType(DataType.U8)
                        .requireShape(nodes)
                        .bytes(1, 8),
                folder.tensor(prefix + ".exponents")
                        .requireType(DataType.U8)
                        .requireShape(nodes)
                        .bytes(0, 7),
                folder.tensor(prefix + ".multipliers").requireShape(nodes).ints(0, 65535),
                folder.tensor(prefix + ".bias")
                        .requireType(DataType.I64)
                        .requireShape(features)
                        .longs(MOST_BIAS));
    }
}
