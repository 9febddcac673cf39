// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.frontend;

import io.bitknit.compiler.graph.ConstantArray;
import io.bitknit.compiler.graph.Constants;
import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.Location;
import io.bitknit.compiler.graph.Op;
import io.bitknit.compiler.graph.TensorType;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A quantized GCN in terms of the graph: per layer {@code matmul}, {@code requantize}, {@code gather-sum} over the
 * adjacency, {@code requantize} with bias and activation. The model's arrays are shared, not copied.
 */
public final class GcnFrontEnd {
    private final Map<String, ConstantArray> constants = new LinkedHashMap<>();
    private final List<Op> ops = new ArrayList<>();

    private GcnFrontEnd() {}

    public static Graph graph(QuantizedModel model) {
        return new GcnFrontEnd().build(model);
    }

    private Graph build(QuantizedModel model) {
        SparseInput x = model.input();
        constants.put("x", new ConstantArray.SparseRows(x.features(), x.rowStart(), x.column(), x.code()));
        constants.put(
                "neighbours",
                new ConstantArray.Terms(
                        model.adjacency().rowStart(), model.adjacency().source(), new byte[0]));
        ops.add(new Op.SparseInput(
                "x", "x", TensorType.Codes.uniform(x.nodes(), x.features(), false, x.bits()), at("/input")));
        String value = "x";
        for (int l = 0; l < model.layers().size(); l++) {
            value = layer(l, model.layers().get(l), value, model.nodes(), model.requantShift());
        }
        int classes = model.layers().get(model.layers().size() - 1).weights().outputs();
        ops.add(new Op.Score("class", value, new TensorType.Classes(model.nodes(), classes), at("")));
        return new Graph(model.name(), ops, new Constants(constants));
    }

    /** Adds a layer; returns the name of its aggregated features. */
    private String layer(int index, QuantizedLayer layer, String input, int nodes, int shift) {
        String name = "layer" + index;
        String pointer = "/layers/" + index;
        QuantizedWeights w = layer.weights();
        String weights = name + ".weights";
        constants.put(weights, new ConstantArray.Int8s(w.q()));
        ops.add(new Op.Constant(
                weights,
                weights,
                TensorType.Codes.uniform(w.inputs(), w.outputs(), true, w.bits()),
                at(pointer + "/weights")));
        TensorType.Sums sums = TensorType.Sums.unbounded(nodes, w.outputs());
        ops.add(new Op.MatMul(name + ".combine", input, weights, sums, at(pointer)));
        requantize(name + ".combined", name + ".combine", layer.combined(), shift, at(pointer + "/combined"));
        ops.add(new Op.GatherSum(name + ".aggregate", name + ".combined", "neighbours", sums, at(pointer)));
        requantize(name + ".aggregated", name + ".aggregate", layer.aggregated(), shift, at(pointer + "/aggregated"));
        return name + ".aggregated";
    }

    private void requantize(String name, String input, QuantizedTensor tensor, int shift, Location location) {
        constants.put(name + ".bits", new ConstantArray.Int8s(tensor.bits()));
        constants.put(name + ".exponents", new ConstantArray.Int8s(tensor.exponents()));
        constants.put(name + ".multipliers", new ConstantArray.Int32s(tensor.multipliers()));
        constants.put(name + ".bias", new ConstantArray.Int64s(tensor.bias()));
        ops.add(new Op.Requantize(
                name,
                input,
                name + ".bits",
                name + ".exponents",
                name + ".multipliers",
                name + ".bias",
                shift,
                tensor.name(),
                TensorType.Codes.of(tensor.features(), tensor.signed(), tensor.bits(), tensor.exponents()),
                location));
    }

    private static Location at(String pointer) {
        return new Location("model.json", pointer);
    }
}
