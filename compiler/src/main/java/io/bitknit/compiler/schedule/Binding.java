// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.Phase.Part;
import io.bitknit.compiler.graph.ConstantArray;
import io.bitknit.compiler.graph.Constants;
import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.Op;
import io.bitknit.compiler.graph.RowFormat;
import io.bitknit.compiler.graph.TensorType;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Binds a lowered graph to the accelerator's units: every sum with the requantization behind it becomes a stage, every
 * requantized value a stored tensor. Arrays are shared with the graph.
 */
public final class Binding {
    private final Graph graph;
    private final Map<String, Integer> tensorOf = new LinkedHashMap<>();
    private final Map<String, Terms> terms = new LinkedHashMap<>();
    private final List<TensorFormat> tensors = new ArrayList<>();
    private final List<Stage> stages = new ArrayList<>();

    private Binding(Graph graph) {
        this.graph = graph;
    }

    /**
     * @param lowered graph without {@code sparse-input}; its first stage gathers weight rows, no other one does
     * @param name for people
     * @param digest SHA-256 of the quantized model, hexadecimal
     * @throws UserException C-002 if a product reads signed rows
     * @throws IllegalStateException if the graph is of another form
     */
    public static Workload bind(Graph lowered, String name, String digest) {
        return new Binding(lowered).workload(name, digest);
    }

    private Workload workload(String name, String digest) {
        int shift = -1;
        for (Op op : graph.ops()) {
            if (op instanceof Op.Requantize r) {
                expect(shift < 0 || shift == r.shift(), "requantizations differ in their shift");
                shift = r.shift();
                stage(r);
            } else if (op instanceof Op.Score s) {
                expect(
                        tensorOf.getOrDefault(s.input(), -1) == tensors.size() - 1,
                        "the scores are not the last tensor");
            }
        }
        expect(!stages.isEmpty() && stages.get(0).part() == Part.COMBINE_SPARSE, "no sum of weight rows comes first");
        Op.Constant weights =
                (Op.Constant) graph.op(tensorOf.keySet().iterator().next());
        int nodes = tensors.get(tensors.size() - 1).rows();
        return new Workload(name, digest, nodes, shift, tensors, stages, codes(weights));
    }

    private void stage(Op.Requantize r) {
        Op sum = graph.op(r.input());
        // Every layer of the model is a combination and an aggregation, in either order.
        int layer = stages.size() / 2;
        int output = stages.isEmpty() ? 1 : tensors.size();
        if (sum instanceof Op.GatherSum g) {
            boolean weightRows = graph.op(g.input()) instanceof Op.Constant;
            expect(weightRows == stages.isEmpty(), "'" + g.name() + "' gathers weight rows out of place");
            if (weightRows) {
                add(g.input(), weightFormat((Op.Constant) graph.op(g.input())));
            }
            Part part = weightRows ? Part.COMBINE_SPARSE : Part.AGGREGATE;
            Terms list = terms.computeIfAbsent(g.terms(), this::terms);
            stages.add(new Stage(g.name(), layer, part, input(g.input()), output, list, new byte[0], 0));
        } else {
            Op.MatMul m = (Op.MatMul) sum;
            Op.Constant weights = (Op.Constant) graph.op(m.weights());
            int input = input(m.input());
            if (tensors.get(input).signed()) {
                throw new UserException(
                        "C-002",
                        m.location().toString(),
                        "the layer's input is signed, the dense combination takes unsigned rows;"
                                + " use relu after the layer before it");
            }
            byte[] q = graph.constants().int8s(weights.values());
            int bits = weights.result().maxBits();
            stages.add(new Stage(m.name(), layer, Part.COMBINE_DENSE, input, output, Terms.NONE, q, bits));
        }
        add(r.name(), format(r));
    }

    private void add(String value, TensorFormat format) {
        tensorOf.put(value, tensors.size());
        tensors.add(format);
    }

    private int input(String value) {
        int tensor = tensorOf.getOrDefault(value, -1);
        expect(tensor >= 0, "'" + value + "' is not stored");
        return tensor;
    }

    private Terms terms(String name) {
        ConstantArray.Terms t = graph.constants().terms(name);
        return new Terms(t.rowStart(), t.source(), t.shift());
    }

    private TensorFormat weightFormat(Op.Constant weights) {
        TensorType.Codes type = weights.result();
        RowFormat rows = RowFormat.of(graph, weights.name());
        return new TensorFormat(
                weights.name(),
                type.rows(),
                type.features(),
                true,
                rows.bits(),
                rows.exponents(),
                new int[0],
                new long[0]);
    }

    private TensorFormat format(Op.Requantize r) {
        Constants constants = graph.constants();
        return new TensorFormat(
                r.label(),
                r.result().rows(),
                r.result().features(),
                r.result().signed(),
                constants.int8s(r.bits()),
                constants.int8s(r.exponents()),
                constants.int32s(r.multipliers()),
                constants.int64s(r.bias()));
    }

    /** Signed weights as unsigned codes of the numeric specification. */
    private byte[] codes(Op.Constant weights) {
        byte[] q = graph.constants().int8s(weights.values());
        int bits = weights.result().maxBits();
        byte[] codes = new byte[q.length];
        int beta = 1 << (bits - 1);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (bits == 1 ? (q[i] + 1) / 2 : q[i] + beta);
        }
        return codes;
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("binding: " + otherwise);
        }
    }
}
