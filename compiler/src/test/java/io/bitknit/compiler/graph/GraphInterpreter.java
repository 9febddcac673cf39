// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import java.util.LinkedHashMap;
import java.util.Map;

/** Executes any stage of a graph, operation by operation, in plain integers. Values are row-major. */
public final class GraphInterpreter implements Op.Visitor<long[]> {
    private final Graph graph;
    private final Map<String, long[]> values = new LinkedHashMap<>();

    private GraphInterpreter(Graph graph) {
        this.graph = graph;
    }

    /** All values by name. */
    public static Map<String, long[]> run(Graph graph) {
        GraphInterpreter interpreter = new GraphInterpreter(graph);
        for (Op op : graph.ops()) {
            interpreter.values.put(op.name(), op.accept(interpreter));
        }
        return interpreter.values;
    }

    @Override
    public long[] sparseInput(Op.SparseInput op) {
        ConstantArray.SparseRows x = graph.constants().sparseRows(op.rows());
        long[] dense = new long[x.rows() * x.features()];
        for (int v = 0; v < x.rows(); v++) {
            for (int k = x.rowStart()[v]; k < x.rowStart()[v + 1]; k++) {
                dense[v * x.features() + x.column()[k]] = x.code()[k] & 0xFF;
            }
        }
        return dense;
    }

    @Override
    public long[] constant(Op.Constant op) {
        byte[] q = graph.constants().int8s(op.values());
        long[] wide = new long[q.length];
        for (int i = 0; i < q.length; i++) {
            wide[i] = q[i];
        }
        return wide;
    }

    @Override
    public long[] matMul(Op.MatMul op) {
        long[] x = values.get(op.input());
        long[] w = values.get(op.weights());
        int inputs = graph.op(op.weights()).result().rows();
        int outputs = op.result().features();
        long[] y = new long[op.result().rows() * outputs];
        for (int v = 0; v < op.result().rows(); v++) {
            for (int i = 0; i < inputs; i++) {
                for (int f = 0; f < outputs; f++) {
                    y[v * outputs + f] += x[v * inputs + i] * w[i * outputs + f];
                }
            }
        }
        return inside(op, op.result(), y);
    }

    @Override
    public long[] gatherSum(Op.GatherSum op) {
        long[] x = values.get(op.input());
        byte[] exponents = RowFormat.of(graph, op.input()).exponents();
        ConstantArray.Terms terms = graph.constants().terms(op.terms());
        int features = op.result().features();
        long[] y = new long[op.result().rows() * features];
        for (int v = 0; v < op.result().rows(); v++) {
            for (int k = terms.rowStart()[v]; k < terms.rowStart()[v + 1]; k++) {
                int u = terms.source()[k];
                for (int f = 0; f < features; f++) {
                    y[v * features + f] += x[u * features + f] << (exponents[u] + terms.shiftOf(k));
                }
            }
        }
        return inside(op, op.result(), y);
    }

    /** Sums that leave their inferred range are an error of the bounds, found here on data. */
    private static long[] inside(Op op, TensorType.Sums type, long[] sums) {
        type.bound().ifPresent(bound -> {
            for (long sum : sums) {
                if (sum < bound.lowest() || sum > bound.highest()) {
                    throw new AssertionError("'" + op.name() + "' has the sum " + sum + ", its range is " + bound);
                }
            }
        });
        return sums;
    }

    @Override
    public long[] requantize(Op.Requantize op) {
        long[] sums = values.get(op.input());
        Constants c = graph.constants();
        int features = op.result().features();
        boolean signed = op.result().signed();
        long[] y = new long[sums.length];
        for (int i = 0; i < y.length; i++) {
            int v = i / features;
            int bits = c.int8s(op.bits())[v];
            int shift = op.shift() + c.int8s(op.exponents())[v];
            long scaled = sums[i] * c.int32s(op.multipliers())[v] + c.int64s(op.bias())[i % features];
            if (signed && bits == 1) {
                y[i] = scaled >> shift >= 0 ? 1 : -1;
            } else {
                long low = signed ? -(1L << (bits - 1)) : 0;
                long high = signed ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
                y[i] = Math.max(low, Math.min(high, (scaled + (1L << (shift - 1))) >> shift));
            }
        }
        return y;
    }

    @Override
    public long[] score(Op.Score op) {
        long[] scores = values.get(op.input());
        int classes = op.result().classes();
        long[] best = new long[op.result().rows()];
        for (int v = 0; v < best.length; v++) {
            for (int c = 1; c < classes; c++) {
                if (scores[v * classes + c] > scores[v * classes + (int) best[v]]) {
                    best[v] = c;
                }
            }
        }
        return best;
    }
}
