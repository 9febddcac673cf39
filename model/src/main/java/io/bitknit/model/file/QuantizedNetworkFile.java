// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.DataType;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.Tensor;
import io.bitknit.model.network.Part;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.model.network.RowFormat;
import io.bitknit.model.network.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A quantized network as a folder {@code *.q}; the same network gives the same bytes. */
public final class QuantizedNetworkFile {
    static final String FORMAT = "bitknit-quantized-network";

    private final List<Tensor> tensors = new ArrayList<>();

    private QuantizedNetworkFile() {}

    /**
     * @throws UserException M-007, M-008
     * @throws IllegalStateException if the network breaks a rule that {@link #read} checks: whoever made it is wrong
     */
    public static void write(QuantizedNetwork network, Path folder) {
        QuantizedNetworkFile file = new QuantizedNetworkFile();
        byte[] json = ModelFolder.bytes(file.json(network));
        byte[] data = SafetensorsFile.toBytes(SourceFolder.nameOf(folder), file.tensors);
        try {
            QuantizedNetworkReader.read(ModelFolder.parse("model", json, data, FORMAT));
        } catch (UserException e) {
            throw new IllegalStateException("the quantized network breaks its own rules: " + e.getMessage(), e);
        }
        ModelFolder.write(folder, json, data);
    }

    /** Whether a folder says that it holds one. @throws UserException M-001 to M-013 */
    public static boolean holds(Path folder) {
        return ModelFolder.format(folder).equals(FORMAT);
    }

    /** @throws UserException for everything that is wrong with the folder */
    public static QuantizedNetwork read(Path folder) {
        return QuantizedNetworkReader.read(ModelFolder.read(folder, FORMAT));
    }

    private ObjectNode json(QuantizedNetwork network) {
        SparseInput input = network.input();
        ObjectNode json = ModelFolder.header(FORMAT)
                .put("name", network.name())
                .put("architecture", network.architecture().text())
                .put("nodes", network.nodes())
                .put("graphs", network.graphs());
        json.putObject("input")
                .put("features", input.features())
                .put("bits", input.bits())
                .put("scale", input.scale());
        ArrayNode stages = json.putArray("stages");
        for (Stage stage : network.stages()) {
            String prefix = "stages." + stages.size();
            if (stage instanceof Stage.Sum sum) {
                describe(sum, prefix, stages.addObject());
            } else {
                describe((Stage.Attention) stage, prefix, stages.addObject());
            }
        }
        json.putObject("evaluation")
                .put("classes", network.evaluation().classes())
                .put("accuracyFloatTest", network.evaluation().accuracyFloatTest());
        network.provenance().forEach(json.putObject("provenance")::put);
        int nodes = network.nodes();
        add("input.rowStart", input.rowStart());
        add("input.column", input.column());
        tensors.add(Tensor.of("input.code", DataType.U8, input.code(), input.entries()));
        tensors.add(Tensor.of("adjacency.rowStart", network.adjacency().rowStart(), nodes + 1));
        add("adjacency.source", network.adjacency().source());
        if (network.graphs() > 0) {
            add("graphStart", network.graphStart());
        }
        add("evaluation.labels", network.evaluation().labels());
        add("evaluation.validation", network.evaluation().validation());
        add("evaluation.test", network.evaluation().test());
        return json;
    }

    private void add(String name, int[] values) {
        tensors.add(Tensor.of(name, values, values.length));
    }

    private void describe(Stage.Sum stage, String prefix, ObjectNode json) {
        RowFormat format = stage.format();
        json.put("kind", "sum")
                .put("name", stage.name())
                .put("rows", format.rows())
                .put("features", format.features())
                .put("signed", format.signed())
                .put("scale", format.scale())
                .put("shift", stage.shift());
        ArrayNode parts = json.putArray("parts");
        for (Part part : stage.parts()) {
            describe(part, prefix + ".parts." + parts.size(), parts.addObject());
        }
        tensors.add(Tensor.of(prefix + ".bits", DataType.U8, format.bits(), format.bits().length));
        tensors.add(Tensor.of(prefix + ".exponents", DataType.U8, format.exponents(), format.exponents().length));
        tensors.add(Tensor.of(prefix + ".bias", stage.bias(), stage.bias().length));
        if (stage.table() != null) {
            json.put("tableIndexBits", stage.table().indexBits());
            add(prefix + ".table", stage.table().entries());
        }
    }

    private void describe(Part part, String prefix, ObjectNode json) {
        json.put("from", part.from());
        if (part instanceof Part.Product product) {
            QuantizedWeights weights = product.weights();
            json.put("kind", "product")
                    .put("inputs", weights.inputs())
                    .put("bits", weights.bits())
                    .put("scale", weights.scale());
            tensors.add(Tensor.of(prefix + ".weights", DataType.I8, weights.q(), weights.inputs(), weights.outputs()));
            add(prefix + ".multipliers", product.multipliers());
        } else if (part instanceof Part.Neighbours neighbours) {
            json.put("kind", "neighbours");
            add(prefix + ".multipliers", neighbours.multipliers());
        } else if (part instanceof Part.Own own) {
            json.put("kind", "own");
            add(prefix + ".multipliers", own.multipliers());
        } else if (part instanceof Part.Pooled pooled) {
            json.put("kind", "pooled");
            add(prefix + ".multipliers", pooled.multipliers());
        } else {
            Part.Weighted weighted = (Part.Weighted) part;
            json.put("kind", "weighted").put("attention", weighted.attention()).put("constant", weighted.constant());
        }
    }

    private void describe(Stage.Attention stage, String prefix, ObjectNode json) {
        json.put("kind", "attention")
                .put("name", stage.name())
                .put("heads", stage.heads())
                .put("bits", stage.bits());
        add(prefix + ".exponential", stage.exponential());
        if (stage.logits() instanceof Stage.Logits.Additive additive) {
            json.put("logits", "additive").put("source", additive.source()).put("target", additive.target());
            add(prefix + ".table", additive.table());
        } else {
            Stage.Logits.Cosine cosine = (Stage.Logits.Cosine) stage.logits();
            json.put("logits", "cosine").put("from", cosine.from()).put("factor", cosine.factor());
        }
    }
}
