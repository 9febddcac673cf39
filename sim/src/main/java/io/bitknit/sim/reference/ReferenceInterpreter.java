// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.reference;

import io.bitknit.model.Adjacency;
import io.bitknit.model.Evaluation;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executes a quantized model in plain integers, sentence by sentence as {@code doc/NUMERICS.md} states it. It knows
 * nothing of codes, planes, banks or schedules, so that an error in any of those cannot hide in it.
 */
public final class ReferenceInterpreter {
    private ReferenceInterpreter() {}

    /** Computes every tensor of every layer. */
    public static ReferenceResult run(QuantizedModel model) {
        List<ReferenceResult.Layer> layers = new ArrayList<>();
        @Nullable ReferenceTensor stored = null;
        for (QuantizedLayer layer : model.layers()) {
            long[] products = stored == null
                    ? combineSparse(model.input(), layer.weights())
                    : combineStored(stored, layer.weights());
            ReferenceTensor combined = requantize(products, layer.combined(), model.requantShift());
            long[] sums = aggregate(model.adjacency(), combined);
            ReferenceTensor aggregated = requantize(sums, layer.aggregated(), model.requantShift());
            layers.add(new ReferenceResult.Layer(combined, aggregated));
            stored = aggregated;
        }
        ReferenceTensor scores = layers.get(layers.size() - 1).aggregated();
        int[] predicted = classes(scores);
        return new ReferenceResult(layers, predicted, accuracy(predicted, model.evaluation()));
    }

    /** {@code acc[v,f] = sum over entries (i, x) of row v of x * W[i,f]}. */
    private static long[] combineSparse(SparseInput input, QuantizedWeights weights) {
        int outputs = weights.outputs();
        long[] acc = new long[input.nodes() * outputs];
        for (int v = 0; v < input.nodes(); v++) {
            for (int entry = input.rowStart()[v]; entry < input.rowStart()[v + 1]; entry++) {
                int x = Byte.toUnsignedInt(input.code()[entry]);
                for (int f = 0; f < outputs; f++) {
                    acc[v * outputs + f] += (long) x * weights.at(input.column()[entry], f);
                }
            }
        }
        return acc;
    }

    /** {@code acc[v,f] = sum over i of q[v,i] * W[i,f]}; the row's exponent is in the multiplier. */
    private static long[] combineStored(ReferenceTensor tensor, QuantizedWeights weights) {
        int nodes = tensor.format().nodes();
        int outputs = weights.outputs();
        long[] acc = new long[nodes * outputs];
        for (int v = 0; v < nodes; v++) {
            for (int i = 0; i < weights.inputs(); i++) {
                long x = tensor.q(v, i);
                for (int f = 0; f < outputs; f++) {
                    acc[v * outputs + f] += x * weights.at(i, f);
                }
            }
        }
        return acc;
    }

    /**
     * The sums over neighbours of a stored tensor as they are, {@code AX} of {@code (AX)W}.
     *
     * @param tensor stored, unsigned rows
     * @return unsigned rows, wide enough for the largest sum
     */
    public static ReferenceTensor neighbourSums(Adjacency adjacency, ReferenceTensor tensor) {
        long[] sums = aggregate(adjacency, tensor);
        int nodes = adjacency.nodes();
        int features = tensor.format().features();
        byte[] bits = new byte[nodes];
        long largest = Arrays.stream(sums).max().orElse(0);
        Arrays.fill(bits, (byte) Math.max(1, Long.SIZE - Long.numberOfLeadingZeros(largest)));
        QuantizedTensor format = new QuantizedTensor(
                tensor.format().name() + ".sums",
                nodes,
                features,
                false,
                tensor.format().scale(),
                bits,
                new byte[nodes],
                new int[nodes],
                new long[features]);
        return new ReferenceTensor(
                format, Arrays.stream(sums).mapToInt(Math::toIntExact).toArray());
    }

    /** {@code acc[v,f] = sum over terms u of v of q[u,f] * 2^e[u]}. */
    private static long[] aggregate(Adjacency adjacency, ReferenceTensor tensor) {
        int features = tensor.format().features();
        long[] acc = new long[adjacency.nodes() * features];
        for (int v = 0; v < adjacency.nodes(); v++) {
            for (int term = adjacency.rowStart()[v]; term < adjacency.rowStart()[v + 1]; term++) {
                int u = adjacency.source()[term];
                int exponent = tensor.format().exponents()[u];
                for (int f = 0; f < features; f++) {
                    acc[v * features + f] += (long) tensor.q(u, f) << exponent;
                }
            }
        }
        return acc;
    }

    private static ReferenceTensor requantize(long[] acc, QuantizedTensor format, int requantShift) {
        int features = format.features();
        int[] q = new int[acc.length];
        for (int v = 0; v < format.nodes(); v++) {
            for (int f = 0; f < features; f++) {
                q[v * features + f] = requantize(acc[v * features + f], format, v, f, requantShift);
            }
        }
        return new ReferenceTensor(format, q);
    }

    private static int requantize(long acc, QuantizedTensor format, int node, int feature, int requantShift) {
        int bits = format.bits()[node];
        int shift = requantShift + format.exponents()[node];
        long scaled = acc * format.multipliers()[node] + format.bias()[feature];
        if (format.signed() && bits == 1) {
            return scaled >> shift >= 0 ? 1 : -1;
        }
        long t = (scaled + (1L << (shift - 1))) >> shift;
        long lowest = format.signed() ? -(1L << (bits - 1)) : 0;
        long highest = format.signed() ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
        return (int) Math.max(lowest, Math.min(highest, t));
    }

    /** Lowest index with the largest score, per node. */
    private static int[] classes(ReferenceTensor scores) {
        int[] predicted = new int[scores.format().nodes()];
        Arrays.setAll(predicted, v -> {
            int best = 0;
            for (int f = 1; f < scores.format().features(); f++) {
                if (scores.q(v, f) > scores.q(v, best)) {
                    best = f;
                }
            }
            return best;
        });
        return predicted;
    }

    private static double accuracy(int[] predicted, Evaluation evaluation) {
        if (evaluation.test().length == 0) {
            return 0;
        }
        long right = Arrays.stream(evaluation.test())
                .filter(v -> predicted[v] == evaluation.labels()[v])
                .count();
        return (double) right / evaluation.test().length;
    }
}
