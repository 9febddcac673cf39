// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.reference;

import io.bitknit.model.Adjacency;
import io.bitknit.model.SparseInput;
import io.bitknit.model.network.Part;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.model.network.RowFormat;
import io.bitknit.model.network.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Executes GraphSAGE, GIN, GAT and AGNN in plain integers, sentence by sentence as {@code doc/NUMERICS.md} states it.
 * Only long arithmetic and integer division: no floating point, no exponential.
 */
public final class NetworkInterpreter {
    private final QuantizedNetwork network;
    /** Per stage: integers q of a sum, E of an attention {@code [terms * heads]}. */
    private final List<int[]> values = new ArrayList<>();

    private NetworkInterpreter(QuantizedNetwork network) {
        this.network = network;
    }

    /**
     * What a network computes.
     *
     * @param values per stage the integers q, row-major, or E, {@code [terms * heads]}; never mutated
     * @param predictedClass per node or graph: the lowest index with the largest score; never mutated
     * @param accuracyValidation share of the validation rows whose class is their label, 0..1; 0 without any
     * @param accuracyTest likewise of the test rows
     */
    public record Result(List<int[]> values, int[] predictedClass, double accuracyValidation, double accuracyTest) {
        public Result {
            values = List.copyOf(values);
        }
    }

    public static Result run(QuantizedNetwork network) {
        return new NetworkInterpreter(network).run();
    }

    private Result run() {
        for (Stage stage : network.stages()) {
            values.add(stage instanceof Stage.Sum sum ? sum(sum) : attention((Stage.Attention) stage));
        }
        RowFormat scores = network.scores().format();
        int[] predicted = classes(values.get(values.size() - 1), scores.rows(), scores.features());
        return new Result(
                values,
                predicted,
                accuracy(predicted, network.evaluation().validation()),
                accuracy(predicted, network.evaluation().test()));
    }

    /** {@code x = q * 2^e} of an element of an earlier stage. */
    private long x(int stage, int row, int feature) {
        RowFormat format = ((Stage.Sum) network.stages().get(stage)).format();
        return (long) values.get(stage)[row * format.features() + feature] << format.exponent(row);
    }

    private int[] sum(Stage.Sum stage) {
        RowFormat format = stage.format();
        int features = format.features();
        long[] total = new long[format.rows() * features];
        for (Part part : stage.parts()) {
            if (part instanceof Part.Product product) {
                add(
                        total,
                        features,
                        product.from() == Part.INPUT ? sparse(product) : dense(product, format),
                        product.multipliers());
            } else if (part instanceof Part.Neighbours neighbours) {
                add(total, features, neighbours(neighbours.from(), features), neighbours.multipliers());
            } else if (part instanceof Part.Own own) {
                add(total, features, own(own.from(), format), own.multipliers());
            } else if (part instanceof Part.Pooled pooled) {
                add(total, features, pooled(pooled.from(), features), pooled.multipliers());
            } else {
                addWeighted(total, features, (Part.Weighted) part);
            }
        }
        int[] q = new int[total.length];
        for (int i = 0; i < q.length; i++) {
            q[i] = requantized(total[i] + stage.bias()[i % features], stage, i / features);
        }
        return q;
    }

    private static void add(long[] total, int features, long[] acc, int[] multipliers) {
        for (int i = 0; i < total.length; i++) {
            total[i] += acc[i] * multipliers[multipliers.length == 1 ? 0 : i / features];
        }
    }

    private long[] sparse(Part.Product product) {
        SparseInput input = network.input();
        int outputs = product.weights().outputs();
        long[] acc = new long[input.nodes() * outputs];
        for (int v = 0; v < input.nodes(); v++) {
            for (int entry = input.rowStart()[v]; entry < input.rowStart()[v + 1]; entry++) {
                for (int f = 0; f < outputs; f++) {
                    acc[v * outputs + f] += (long) Byte.toUnsignedInt(input.code()[entry])
                            * product.weights().at(input.column()[entry], f);
                }
            }
        }
        return acc;
    }

    private long[] dense(Part.Product product, RowFormat format) {
        int outputs = format.features();
        long[] acc = new long[format.rows() * outputs];
        for (int v = 0; v < format.rows(); v++) {
            for (int i = 0; i < product.weights().inputs(); i++) {
                long x = x(product.from(), v, i);
                for (int f = 0; f < outputs; f++) {
                    acc[v * outputs + f] += x * product.weights().at(i, f);
                }
            }
        }
        return acc;
    }

    private long[] neighbours(int from, int features) {
        Adjacency terms = network.adjacency();
        long[] acc = new long[terms.nodes() * features];
        for (int v = 0; v < terms.nodes(); v++) {
            for (int term = terms.rowStart()[v]; term < terms.rowStart()[v + 1]; term++) {
                for (int f = 0; f < features; f++) {
                    acc[v * features + f] += x(from, terms.source()[term], f);
                }
            }
        }
        return acc;
    }

    private long[] own(int from, RowFormat format) {
        long[] acc = new long[format.rows() * format.features()];
        for (int i = 0; i < acc.length; i++) {
            acc[i] = x(from, i / format.features(), i % format.features());
        }
        return acc;
    }

    private long[] pooled(int from, int features) {
        int[] start = network.graphStart();
        long[] acc = new long[network.graphs() * features];
        for (int g = 0; g < network.graphs(); g++) {
            for (int v = start[g]; v < start[g + 1]; v++) {
                for (int f = 0; f < features; f++) {
                    acc[g * features + f] += x(from, v, f);
                }
            }
        }
        return acc;
    }

    private void addWeighted(long[] total, int features, Part.Weighted part) {
        Adjacency terms = network.adjacency();
        int heads = ((Stage.Attention) network.stages().get(part.attention())).heads();
        int[] weight = values.get(part.attention());
        for (int v = 0; v < terms.nodes(); v++) {
            for (int f = 0; f < features; f++) {
                int head = f / (features / heads);
                long acc = 0;
                long sum = 0;
                for (int term = terms.rowStart()[v]; term < terms.rowStart()[v + 1]; term++) {
                    long e = weight[term * heads + head];
                    acc += e * x(part.from(), terms.source()[term], f);
                    sum += e;
                }
                if (sum > 0) {
                    total[v * features + f] += acc * ((part.constant() + sum / 2) / sum);
                }
            }
        }
    }

    private static int requantized(long scaled, Stage.Sum stage, int row) {
        RowFormat format = stage.format();
        int bits = format.bits(row);
        int exponent = format.exponent(row);
        Stage.Table table = stage.table();
        if (table != null) {
            long index = (scaled + (1L << (stage.shift() - 1))) >> stage.shift();
            long half = 1L << (table.indexBits() - 1);
            long entry = table.entries()[(int) (Math.max(-half, Math.min(half - 1, index)) + half)];
            return clamped(entry, exponent, bits, format.signed());
        }
        return clamped(scaled, stage.shift() + exponent, bits, format.signed());
    }

    private static int clamped(long value, int shift, int bits, boolean signed) {
        if (signed && bits == 1) {
            return value >> shift >= 0 ? 1 : -1;
        }
        long half = shift == 0 ? 0 : 1L << (shift - 1);
        long lowest = signed ? -(1L << (bits - 1)) : 0;
        long highest = signed ? (1L << (bits - 1)) - 1 : (1L << bits) - 1;
        return (int) Math.max(lowest, Math.min(highest, (value + half) >> shift));
    }

    private int[] attention(Stage.Attention stage) {
        Adjacency terms = network.adjacency();
        int heads = stage.heads();
        int[] weight = new int[terms.terms() * heads];
        for (int v = 0; v < terms.nodes(); v++) {
            for (int head = 0; head < heads; head++) {
                int start = terms.rowStart()[v];
                long[] z = new long[terms.degree(v)];
                for (int i = 0; i < z.length; i++) {
                    z[i] = logit(stage.logits(), terms.source()[start + i], v, head);
                }
                long most = Arrays.stream(z).max().orElse(0);
                for (int i = 0; i < z.length; i++) {
                    int index = (int) Math.min(most - z[i], stage.exponential().length - 1);
                    weight[(start + i) * heads + head] = stage.exponential()[index];
                }
            }
        }
        return weight;
    }

    private long logit(Stage.Logits logits, int u, int v, int head) {
        if (logits instanceof Stage.Logits.Additive additive) {
            long sum = x(additive.source(), u, head) + x(additive.target(), v, head);
            return additive.table()[(int) sum + additive.table().length / 2];
        }
        Stage.Logits.Cosine cosine = (Stage.Logits.Cosine) logits;
        int features =
                ((Stage.Sum) network.stages().get(cosine.from())).format().features();
        long dot = 0;
        long squaresU = 0;
        long squaresV = 0;
        for (int f = 0; f < features; f++) {
            dot += x(cosine.from(), u, f) * x(cosine.from(), v, f);
            squaresU += x(cosine.from(), u, f) * x(cosine.from(), u, f);
            squaresV += x(cosine.from(), v, f) * x(cosine.from(), v, f);
        }
        long c = (dot * inverseNorm(squaresU) * inverseNorm(squaresV) + (1L << 31)) >> 32;
        return (c * cosine.factor() + (1L << 23)) >> 24;
    }

    /** {@code floor(sqrt(floor(2^48 / squares)))}, bit by bit. */
    private static long inverseNorm(long squares) {
        if (squares == 0) {
            return 0;
        }
        long number = (1L << 48) / squares;
        long root = 0;
        for (long bit = 1L << 24; bit > 0; bit >>= 1) {
            if ((root + bit) * (root + bit) <= number) {
                root += bit;
            }
        }
        return root;
    }

    private static int[] classes(int[] scores, int rows, int features) {
        int[] predicted = new int[rows];
        Arrays.setAll(predicted, v -> {
            int best = 0;
            for (int f = 1; f < features; f++) {
                if (scores[v * features + f] > scores[v * features + best]) {
                    best = f;
                }
            }
            return best;
        });
        return predicted;
    }

    private double accuracy(int[] predicted, int[] rows) {
        long right = Arrays.stream(rows)
                .filter(v -> predicted[v] == network.evaluation().labels()[v])
                .count();
        return rows.length == 0 ? 0 : (double) right / rows.length;
    }
}
