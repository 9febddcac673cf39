// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import io.bitknit.model.Adjacency;
import io.bitknit.model.Evaluation;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.DataType;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A quantized model as a folder {@code *.q}; the same model gives the same bytes. */
public final class QuantizedModelFile {
    static final String FORMAT = "bitknit-quantized";

    private QuantizedModelFile() {}

    /**
     * @throws UserException M-007, M-008
     * @throws IllegalStateException if the model breaks a rule that {@link #read} checks: whoever made it is wrong
     */
    public static void write(QuantizedModel model, Path folder) {
        byte[] json = ModelFolder.bytes(json(model));
        byte[] tensors = SafetensorsFile.toBytes(SourceFolder.nameOf(folder), tensors(model));
        try {
            QuantizedModelReader.read(ModelFolder.parse("model", json, tensors, FORMAT));
        } catch (UserException e) {
            throw new IllegalStateException("the quantized model breaks its own rules: " + e.getMessage(), e);
        }
        ModelFolder.write(folder, json, tensors);
    }

    /** @throws UserException for everything that is wrong with the folder */
    public static QuantizedModel read(Path folder) {
        return QuantizedModelReader.read(ModelFolder.read(folder, FORMAT));
    }

    private static ObjectNode json(QuantizedModel model) {
        SparseInput input = model.input();
        Evaluation evaluation = model.evaluation();
        ObjectNode json = ModelFolder.header(FORMAT)
                .put("name", model.name())
                .put("nodes", model.nodes())
                .put("requantShift", model.requantShift());
        json.putObject("input")
                .put("features", input.features())
                .put("bits", input.bits())
                .put("scale", input.scale());
        ArrayNode layers = json.putArray("layers");
        for (QuantizedLayer layer : model.layers()) {
            QuantizedWeights weights = layer.weights();
            ObjectNode out = layers.addObject();
            out.put("name", layer.name()).put("activation", layer.activation().name());
            out.putObject("weights")
                    .put("inputs", weights.inputs())
                    .put("outputs", weights.outputs())
                    .put("bits", weights.bits())
                    .put("scale", weights.scale());
            describe(out.putObject("combined"), layer.combined());
            describe(out.putObject("aggregated"), layer.aggregated());
        }
        json.putObject("evaluation")
                .put("classes", evaluation.classes())
                .put("accuracyFloatTest", evaluation.accuracyFloatTest());
        model.provenance().forEach(json.putObject("provenance")::put);
        return json;
    }

    private static void describe(ObjectNode out, QuantizedTensor tensor) {
        out.put("name", tensor.name()).put("signed", tensor.signed()).put("scale", tensor.scale());
    }

    private static List<Tensor> tensors(QuantizedModel model) {
        int nodes = model.nodes();
        SparseInput input = model.input();
        Adjacency adjacency = model.adjacency();
        Evaluation evaluation = model.evaluation();
        List<Tensor> out = new ArrayList<>();
        out.add(Tensor.of("input.rowStart", input.rowStart(), nodes + 1));
        out.add(Tensor.of("input.column", input.column(), input.entries()));
        out.add(Tensor.of("input.code", DataType.U8, input.code(), input.entries()));
        out.add(Tensor.of("adjacency.rowStart", adjacency.rowStart(), nodes + 1));
        out.add(Tensor.of("adjacency.source", adjacency.source(), adjacency.terms()));
        for (int i = 0; i < model.layers().size(); i++) {
            QuantizedLayer layer = model.layers().get(i);
            QuantizedWeights weights = layer.weights();
            String prefix = "layers." + i;
            out.add(Tensor.of(prefix + ".weights", DataType.I8, weights.q(), weights.inputs(), weights.outputs()));
            add(out, prefix + ".combined", layer.combined());
            add(out, prefix + ".aggregated", layer.aggregated());
        }
        out.add(Tensor.of("evaluation.labels", evaluation.labels(), nodes));
        out.add(Tensor.of("evaluation.validation", evaluation.validation(), evaluation.validation().length));
        out.add(Tensor.of("evaluation.test", evaluation.test(), evaluation.test().length));
        return out;
    }

    private static void add(List<Tensor> out, String prefix, QuantizedTensor tensor) {
        out.add(Tensor.of(prefix + ".bits", DataType.U8, tensor.bits(), tensor.nodes()));
        out.add(Tensor.of(prefix + ".exponents", DataType.U8, tensor.exponents(), tensor.nodes()));
        out.add(Tensor.of(prefix + ".multipliers", tensor.multipliers(), tensor.nodes()));
        out.add(Tensor.of(prefix + ".bias", tensor.bias(), tensor.features()));
    }
}
