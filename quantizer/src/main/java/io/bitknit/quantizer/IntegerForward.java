// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Adjacency;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import java.util.ArrayList;
import java.util.List;

/** Executes a quantized model in integers, as {@code doc/NUMERICS.md} says; every accuracy reported is of these. */
public final class IntegerForward {
    private IntegerForward() {}

    /**
     * Every stored tensor and the class of every node.
     *
     * @param tensors per layer the combined and the aggregated tensor, {@code q} row-major {@code [nodes * features]}
     * @param classes lowest index with the largest score, per node
     */
    public record Result(List<int[]> tensors, int[] classes) {
        public Result {
            tensors = List.copyOf(tensors);
        }
    }

    /** Runs all layers. */
    public static Result run(QuantizedModel model) {
        List<int[]> tensors = new ArrayList<>();
        int[] hidden = new int[0];
        int classes = 0;
        for (QuantizedLayer layer : model.layers()) {
            long[] sums = tensors.isEmpty()
                    ? combine(model.input(), layer.weights())
                    : combine(hidden, model.nodes(), layer.weights());
            int[] combined = requantize(sums, layer.combined(), model.requantShift());
            classes = layer.weights().outputs();
            long[] aggregated =
                    aggregate(model.adjacency(), combined, layer.combined().exponents(), classes);
            hidden = requantize(aggregated, layer.aggregated(), model.requantShift());
            tensors.add(combined);
            tensors.add(hidden);
        }
        return new Result(tensors, argmax(hidden, model.nodes(), classes));
    }

    /** Sums {@code x * W} over the stored entries of each row, {@code [nodes * outputs]}. */
    static long[] combine(SparseInput input, QuantizedWeights weights) {
        int outputs = weights.outputs();
        long[] sums = new long[input.nodes() * outputs];
        for (int v = 0; v < input.nodes(); v++) {
            for (int i = input.rowStart()[v]; i < input.rowStart()[v + 1]; i++) {
                int code = input.code()[i] & 0xff;
                int row = input.column()[i] * outputs;
                for (int f = 0; f < outputs; f++) {
                    sums[v * outputs + f] += code * weights.q()[row + f];
                }
            }
        }
        return sums;
    }

    /** Sums {@code q * W} over the features of each row, {@code [nodes * outputs]}. */
    static long[] combine(int[] q, int nodes, QuantizedWeights weights) {
        int inputs = weights.inputs();
        int outputs = weights.outputs();
        long[] sums = new long[nodes * outputs];
        for (int v = 0; v < nodes; v++) {
            for (int i = 0; i < inputs; i++) {
                int value = q[v * inputs + i];
                if (value != 0) {
                    for (int f = 0; f < outputs; f++) {
                        sums[v * outputs + f] += value * weights.q()[i * outputs + f];
                    }
                }
            }
        }
        return sums;
    }

    /** Sums {@code q * 2^exponent} over the terms of each node, {@code [nodes * features]}. */
    static long[] aggregate(Adjacency adjacency, int[] q, byte[] exponents, int features) {
        long[] sums = new long[adjacency.nodes() * features];
        for (int v = 0; v < adjacency.nodes(); v++) {
            for (int i = adjacency.rowStart()[v]; i < adjacency.rowStart()[v + 1]; i++) {
                int u = adjacency.source()[i];
                for (int f = 0; f < features; f++) {
                    sums[v * features + f] += (long) q[u * features + f] << exponents[u];
                }
            }
        }
        return sums;
    }

    /** Rounds sums to the stored integers of a tensor, {@code [nodes * features]}. */
    public static int[] requantize(long[] sums, QuantizedTensor tensor, int requantShift) {
        int features = tensor.features();
        int[] q = new int[sums.length];
        for (int v = 0; v < tensor.nodes(); v++) {
            int bits = tensor.bits()[v];
            int shift = requantShift + tensor.exponents()[v];
            boolean sign = tensor.signed() && bits == 1;
            long half = sign ? 0 : 1L << (shift - 1);
            int low = RowRange.low(bits, tensor.signed());
            int high = RowRange.high(bits, tensor.signed());
            for (int f = 0; f < features; f++) {
                long t = (sums[v * features + f] * tensor.multipliers()[v] + tensor.bias()[f] + half) >> shift;
                q[v * features + f] = sign ? (t >= 0 ? 1 : -1) : (int) Math.max(low, Math.min(high, t));
            }
        }
        return q;
    }

    static int[] argmax(int[] scores, int nodes, int classes) {
        int[] best = new int[nodes];
        for (int v = 0; v < nodes; v++) {
            for (int c = 1; c < classes; c++) {
                if (scores[v * classes + c] > scores[v * classes + best[v]]) {
                    best[v] = c;
                }
            }
        }
        return best;
    }
}
