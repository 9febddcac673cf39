// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.Adjacency;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import io.bitknit.model.network.Part;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.model.network.RowFormat;
import io.bitknit.model.network.Stage;
import io.bitknit.quantizer.RowRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The integers of a network, stage by stage, so that calibration sees those before a tensor. It follows
 * {@code doc/NUMERICS.md} and shares no code with the reference interpreter of module {@code sim}.
 */
public final class NetworkIntegers {
    /** Products of a byte and a signed byte that a sum of 32 bits holds. */
    private static final int SHORT_SUM = Integer.MAX_VALUE / (255 * 128);

    private final SparseInput input;
    private final Adjacency terms;
    private final int[] graphStart;
    private final List<Stage> stages = new ArrayList<>();
    private final List<int[]> values = new ArrayList<>();

    public NetworkIntegers(SparseInput input, Adjacency terms, int[] graphStart) {
        this.input = input;
        this.terms = terms;
        this.graphStart = graphStart;
    }

    /** All stages of a network; the last has the scores. */
    public static NetworkIntegers run(QuantizedNetwork network) {
        NetworkIntegers integers = new NetworkIntegers(network.input(), network.adjacency(), network.graphStart());
        network.stages().forEach(integers::add);
        return integers;
    }

    /** Class per row of the last stage; keeps of the others only what is still read: sets of graphs are large. */
    static int[] classes(QuantizedNetwork network) {
        NetworkIntegers integers = new NetworkIntegers(network.input(), network.adjacency(), network.graphStart());
        List<Stage> stages = network.stages();
        int[] lastReader = new int[stages.size()];
        for (int i = 0; i < stages.size(); i++) {
            for (int from : sources(stages.get(i))) {
                lastReader[from] = i;
            }
        }
        for (int i = 0; i < stages.size(); i++) {
            integers.add(stages.get(i));
            for (int j = 0; j < i; j++) {
                if (lastReader[j] == i) {
                    integers.values.set(j, new int[0]);
                }
            }
        }
        return integers.classes();
    }

    /** Stages that a stage reads. */
    private static int[] sources(Stage stage) {
        if (stage instanceof Stage.Sum sum) {
            return sum.parts().stream()
                    .flatMapToInt(part -> part instanceof Part.Weighted weighted
                            ? IntStream.of(weighted.from(), weighted.attention())
                            : IntStream.of(part.from()))
                    .filter(from -> from != Part.INPUT)
                    .toArray();
        }
        return ((Stage.Attention) stage).logits() instanceof Stage.Logits.Additive additive
                ? new int[] {additive.source(), additive.target()}
                : new int[] {((Stage.Logits.Cosine) ((Stage.Attention) stage).logits()).from()};
    }

    /** Per stage: integers q, row-major, or E per term and head; never mutated. */
    public List<int[]> values() {
        return List.copyOf(values);
    }

    /** Class per row of the last stage: the lowest index with the largest score. */
    public int[] classes() {
        int[] scores = values.get(values.size() - 1);
        int width = ((Stage.Sum) stages.get(stages.size() - 1)).format().features();
        int[] best = new int[scores.length / width];
        for (int i = 0; i < scores.length; i++) {
            int row = i / width;
            if (scores[i] > scores[row * width + best[row]]) {
                best[row] = i % width;
            }
        }
        return best;
    }

    /** Computes the next stage. */
    public void add(Stage stage) {
        values.add(stage instanceof Stage.Sum sum ? sum(sum) : attention((Stage.Attention) stage));
        stages.add(stage);
    }

    /** What readers see of an earlier stage: {@code q * 2^e}. */
    int[] seen(int stage) {
        RowFormat format = ((Stage.Sum) stages.get(stage)).format();
        int[] x = values.get(stage).clone();
        for (int i = 0; i < x.length; i++) {
            x[i] <<= format.exponent(i / format.features());
        }
        return x;
    }

    /** Exact sum of a part that has multipliers, row-major. */
    long[] accumulate(Part part, int rows, int features) {
        if (part instanceof Part.Product product) {
            return product.from() == Part.INPUT
                    ? sparse(product.weights())
                    : product(seen(product.from()), product.weights());
        }
        int[] x = seen(part.from());
        long[] acc = new long[rows * features];
        if (part instanceof Part.Own) {
            for (int i = 0; i < acc.length; i++) {
                acc[i] = x[i];
            }
        } else if (part instanceof Part.Pooled) {
            for (int g = 0; g < rows; g++) {
                for (int i = graphStart[g] * features; i < graphStart[g + 1] * features; i++) {
                    acc[g * features + i % features] += x[i];
                }
            }
        } else {
            for (int v = 0; v < rows; v++) {
                for (int t = terms.rowStart()[v]; t < terms.rowStart()[v + 1]; t++) {
                    int from = terms.source()[t] * features;
                    for (int f = 0; f < features; f++) {
                        acc[v * features + f] += x[from + f];
                    }
                }
            }
        }
        return acc;
    }

    /** Sums weighted by attention, and the sums of the weights of each element's head. */
    record Weighed(long[] acc, long[] weight) {}

    Weighed weigh(Part.Weighted part, int features) {
        int[] x = seen(part.from());
        int[] weight = values.get(part.attention());
        int heads = ((Stage.Attention) stages.get(part.attention())).heads();
        long[] acc = new long[terms.nodes() * features];
        long[] sum = new long[acc.length];
        for (int v = 0; v < terms.nodes(); v++) {
            for (int t = terms.rowStart()[v]; t < terms.rowStart()[v + 1]; t++) {
                int from = terms.source()[t] * features;
                for (int f = 0; f < features; f++) {
                    long e = weight[t * heads + f * heads / features];
                    acc[v * features + f] += e * x[from + f];
                    sum[v * features + f] += e;
                }
            }
        }
        return new Weighed(acc, sum);
    }

    private long[] sparse(QuantizedWeights weights) {
        int width = weights.outputs();
        long[] acc = new long[input.nodes() * width];
        int[] w = widened(weights);
        int[] sums = new int[width];
        for (int v = 0; v < input.nodes(); v++) {
            int start = input.rowStart()[v];
            // So many of the largest code times the largest weight fit 32 bits: a loop for vector instructions.
            for (int end; start < input.rowStart()[v + 1]; start = end) {
                end = Math.min(start + SHORT_SUM, input.rowStart()[v + 1]);
                Arrays.fill(sums, 0);
                for (int i = start; i < end; i++) {
                    int x = input.code()[i] & 0xff;
                    int row = input.column()[i] * width;
                    for (int f = 0; f < width; f++) {
                        sums[f] += x * w[row + f];
                    }
                }
                for (int f = 0; f < width; f++) {
                    acc[v * width + f] += sums[f];
                }
            }
        }
        return acc;
    }

    private static int[] widened(QuantizedWeights weights) {
        int[] w = new int[weights.q().length];
        for (int i = 0; i < w.length; i++) {
            w[i] = weights.q()[i];
        }
        return w;
    }

    private static long[] product(int[] x, QuantizedWeights weights) {
        int width = weights.outputs();
        int inputs = weights.inputs();
        int rows = x.length / inputs;
        int[] w = widened(weights);
        long most = 0;
        for (int value : x) {
            most = Math.max(most, Math.abs(value));
        }
        long[] acc = new long[rows * width];
        if (most * (1 << 7) * inputs > Integer.MAX_VALUE) {
            for (int i = 0; i < x.length; i++) {
                int to = i / inputs * width;
                int row = i % inputs * width;
                for (int f = 0; f < width; f++) {
                    acc[to + f] += (long) x[i] * w[row + f];
                }
            }
            return acc;
        }
        // Sums that fit 32 bits, which is nearly all: a loop that the compiler turns into vector instructions.
        int[] sums = new int[width];
        for (int r = 0; r < rows; r++) {
            Arrays.fill(sums, 0);
            for (int i = 0; i < inputs; i++) {
                int value = x[r * inputs + i];
                // Of what a rectifier left, half is zeros.
                if (value == 0) {
                    continue;
                }
                int row = i * width;
                for (int f = 0; f < width; f++) {
                    sums[f] += value * w[row + f];
                }
            }
            for (int f = 0; f < width; f++) {
                acc[r * width + f] = sums[f];
            }
        }
        return acc;
    }

    private int[] sum(Stage.Sum stage) {
        RowFormat format = stage.format();
        int features = format.features();
        long[] total = new long[Math.toIntExact(format.elements())];
        for (Part part : stage.parts()) {
            if (part instanceof Part.Weighted weighted) {
                Weighed weighed = weigh(weighted, features);
                for (int i = 0; i < total.length; i++) {
                    long weight = weighed.weight()[i];
                    long multiplier = weight == 0 ? 0 : (weighted.constant() + (weight >> 1)) / weight;
                    total[i] += weighed.acc()[i] * multiplier;
                }
            } else {
                long[] acc = accumulate(part, format.rows(), features);
                int[] multipliers = multipliers(part);
                for (int i = 0; i < total.length; i++) {
                    total[i] += acc[i] * (multipliers.length == 1 ? multipliers[0] : multipliers[i / features]);
                }
            }
        }
        int[] q = new int[total.length];
        for (int i = 0; i < q.length; i++) {
            long scaled = total[i] + stage.bias()[i % features];
            int row = i / features;
            q[i] = stage.table() == null
                    ? stored(scaled, stage.shift() + format.exponent(row), format.bits(row), format.signed())
                    : stored(
                            entry(stage.table(), scaled, stage.shift()),
                            format.exponent(row),
                            format.bits(row),
                            format.signed());
        }
        return q;
    }

    private static int[] multipliers(Part part) {
        if (part instanceof Part.Product product) {
            return product.multipliers();
        }
        if (part instanceof Part.Neighbours neighbours) {
            return neighbours.multipliers();
        }
        return part instanceof Part.Own own ? own.multipliers() : ((Part.Pooled) part).multipliers();
    }

    private static long entry(Stage.Table table, long scaled, int shift) {
        long index = Math.floorDiv(scaled + (1L << (shift - 1)), 1L << shift);
        int half = table.entries().length / 2;
        return table.entries()[(int) Math.max(0, Math.min(2L * half - 1, index + half))];
    }

    private static int stored(long value, int shift, int bits, boolean signed) {
        if (signed && bits == 1) {
            return value >= 0 ? 1 : -1;
        }
        long t = Math.floorDiv(2 * value + (1L << shift), 2L << shift);
        return (int) Math.max(RowRange.low(bits, signed), Math.min(RowRange.high(bits, signed), t));
    }

    private int[] attention(Stage.Attention stage) {
        int heads = stage.heads();
        long[] z = stage.logits() instanceof Stage.Logits.Additive additive
                ? additive(additive, heads)
                : cosines((Stage.Logits.Cosine) stage.logits());
        int[] weight = new int[z.length];
        int[] exponential = stage.exponential();
        for (int v = 0; v < terms.nodes(); v++) {
            int first = terms.rowStart()[v] * heads;
            int end = terms.rowStart()[v + 1] * heads;
            for (int head = 0; head < heads; head++) {
                long most = Long.MIN_VALUE;
                for (int i = first + head; i < end; i += heads) {
                    most = Math.max(most, z[i]);
                }
                for (int i = first + head; i < end; i += heads) {
                    weight[i] = exponential[(int) Math.min(exponential.length - 1, most - z[i])];
                }
            }
        }
        return weight;
    }

    private long[] additive(Stage.Logits.Additive logits, int heads) {
        int[] source = values.get(logits.source());
        int[] target = values.get(logits.target());
        long[] z = new long[terms.terms() * heads];
        for (int v = 0; v < terms.nodes(); v++) {
            for (int t = terms.rowStart()[v]; t < terms.rowStart()[v + 1]; t++) {
                for (int head = 0; head < heads; head++) {
                    int sum = source[terms.source()[t] * heads + head] + target[v * heads + head];
                    z[t * heads + head] = logits.table()[sum + logits.table().length / 2];
                }
            }
        }
        return z;
    }

    private long[] cosines(Stage.Logits.Cosine logits) {
        int features = ((Stage.Sum) stages.get(logits.from())).format().features();
        int[] x = seen(logits.from());
        long[] inverse = new long[terms.nodes()];
        for (int v = 0; v < inverse.length; v++) {
            long squares = 0;
            for (int f = 0; f < features; f++) {
                squares += (long) x[v * features + f] * x[v * features + f];
            }
            inverse[v] = squares == 0 ? 0 : root((1L << 48) / squares);
        }
        long[] z = new long[terms.terms()];
        for (int v = 0; v < terms.nodes(); v++) {
            for (int t = terms.rowStart()[v]; t < terms.rowStart()[v + 1]; t++) {
                int u = terms.source()[t];
                long dot = 0;
                for (int f = 0; f < features; f++) {
                    dot += (long) x[u * features + f] * x[v * features + f];
                }
                long c = Math.floorDiv(dot * inverse[u] * inverse[v] + (1L << 31), 1L << 32);
                z[t] = Math.floorDiv(c * logits.factor() + (1L << 23), 1L << 24);
            }
        }
        return z;
    }

    /** {@code floor(sqrt(x))} for x up to 2^48; the estimate is off by one at most. */
    static long root(long x) {
        long r = (long) Math.sqrt((double) x);
        while (r * r > x) {
            r--;
        }
        while ((r + 1) * (r + 1) <= x) {
            r++;
        }
        return r;
    }
}
