// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim;

import io.bitknit.model.Activation;
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
import java.util.Map;
import java.util.Random;

/** Small quantized models with arbitrary widths, exponents, graphs and weights; a seed names each of them. */
public final class RandomModels {
    private final Random random;
    private final int requantShift;

    private RandomModels(long seed) {
        this.random = new Random(seed);
        this.requantShift = random.nextInt(5) == 0 ? 1 + random.nextInt(20) : 8 + random.nextInt(5);
    }

    /** What the caller fixes; everything else is drawn. */
    public record Options(int nodesMax, int hiddenMax, int classesMax, int layersMax, int bitsMax, int formatsMax) {
        public static final Options SMALL = new Options(24, 12, 6, 3, 8, 4);
    }

    public static QuantizedModel model(long seed, Options options) {
        RandomModels models = new RandomModels(seed);
        int nodes = models.between(1, options.nodesMax());
        return models.model("random" + seed, models.graph(nodes), options);
    }

    /** A random model on a given graph. */
    public static QuantizedModel model(long seed, Adjacency graph, Options options) {
        return new RandomModels(seed).model("random" + seed, graph, options);
    }

    private int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    private Adjacency graph(int nodes) {
        List<List<Integer>> rows = new ArrayList<>();
        int mean = between(0, 5);
        for (int v = 0; v < nodes; v++) {
            List<Integer> row = new ArrayList<>();
            int degree = random.nextInt(8) == 0 ? random.nextInt(nodes + 1) : random.nextInt(mean + 1);
            for (int i = 0; i < degree; i++) {
                row.add(random.nextInt(nodes));
            }
            if (random.nextInt(10) != 0) {
                row.add(v);
            }
            row.sort(null);
            rows.add(row);
        }
        return adjacency(rows);
    }

    /** Rows of sources to an adjacency. */
    public static Adjacency adjacency(List<List<Integer>> rows) {
        int[] start = new int[rows.size() + 1];
        for (int v = 0; v < rows.size(); v++) {
            start[v + 1] = start[v] + rows.get(v).size();
        }
        int[] source =
                rows.stream().flatMap(List::stream).mapToInt(Integer::intValue).toArray();
        return new Adjacency(rows.size(), start, source);
    }

    private QuantizedModel model(String name, Adjacency graph, Options options) {
        int nodes = graph.nodes();
        int features = between(1, 12);
        SparseInput input = input(nodes, features);
        int layerCount = between(1, options.layersMax());
        int classes = between(1, options.classesMax());
        List<QuantizedLayer> layers = new ArrayList<>();
        int inputs = features;
        QuantizedTensor previous = null;
        for (int l = 0; l < layerCount; l++) {
            boolean last = l == layerCount - 1;
            int outputs = last ? classes : between(1, options.hiddenMax());
            QuantizedWeights weights = weights(inputs, outputs, between(1, options.bitsMax()));
            double combinedSum = previous == null
                    ? Math.sqrt(features) * magnitude(weights.bits()) * ((1 << input.bits()) - 1) * 0.4
                    : Math.sqrt(inputs) * magnitude(weights.bits()) * ((1 << previous.maxBits()) - 1) * 0.1;
            QuantizedTensor combined =
                    tensor("layer" + l + ".combined", nodes, outputs, true, true, false, combinedSum, options);
            double mean = graph.terms() / (double) nodes + 1;
            double aggregatedSum =
                    Math.sqrt(mean) * (1 << combined.maxBits() - 1) * (1 << max(combined.exponents()) / 2) * 0.2;
            QuantizedTensor aggregated =
                    tensor("layer" + l + ".aggregated", nodes, outputs, last, !last, true, aggregatedSum, options);
            layers.add(new QuantizedLayer(
                    "layer" + l, last ? Activation.NONE : Activation.RELU, weights, combined, aggregated));
            inputs = outputs;
            previous = aggregated;
        }
        int[] labels = random.ints(nodes, 0, classes).toArray();
        int[] all = new int[nodes];
        Arrays.setAll(all, v -> v);
        Evaluation evaluation = new Evaluation(classes, labels, all, all, 0.5);
        return new QuantizedModel(name, requantShift, input, graph, layers, evaluation, Map.of());
    }

    private static int max(byte[] values) {
        int max = 0;
        for (byte value : values) {
            max = Math.max(max, value);
        }
        return max;
    }

    private static double magnitude(int bits) {
        return bits == 1 ? 1 : (1 << bits - 1) * 0.6;
    }

    private SparseInput input(int nodes, int features) {
        int bits = random.nextInt(3) == 0 ? between(2, 4) : 1;
        double density = random.nextInt(8) == 0 ? 0 : 0.2 + 0.8 * random.nextDouble();
        int[] start = new int[nodes + 1];
        List<Integer> columns = new ArrayList<>();
        for (int v = 0; v < nodes; v++) {
            for (int f = 0; f < features; f++) {
                if (random.nextDouble() < density) {
                    columns.add(f);
                }
            }
            start[v + 1] = columns.size();
        }
        byte[] codes = new byte[columns.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) between(1, (1 << bits) - 1);
        }
        int[] column = columns.stream().mapToInt(Integer::intValue).toArray();
        return new SparseInput(nodes, features, bits, 1.0, start, column, codes);
    }

    private QuantizedWeights weights(int inputs, int outputs, int bits) {
        byte[] q = new byte[inputs * outputs];
        for (int i = 0; i < q.length; i++) {
            q[i] = (byte) (bits == 1 ? 2 * random.nextInt(2) - 1 : random.nextInt(1 << bits) - (1 << bits - 1));
        }
        return new QuantizedWeights(inputs, outputs, bits, 0.01, q);
    }

    private QuantizedTensor tensor(
            String name,
            int nodes,
            int features,
            boolean signed,
            boolean mayHaveExponents,
            boolean withBias,
            double typicalSum,
            Options options) {
        int formats = between(1, options.formatsMax());
        byte[] formatBits = new byte[formats];
        byte[] formatExponents = new byte[formats];
        for (int i = 0; i < formats; i++) {
            formatBits[i] = (byte) between(1, options.bitsMax());
            formatExponents[i] = (byte) (mayHaveExponents ? random.nextInt(8) : 0);
        }
        byte[] bits = new byte[nodes];
        byte[] exponents = new byte[nodes];
        int[] multipliers = new int[nodes];
        for (int v = 0; v < nodes; v++) {
            int format = random.nextInt(formats);
            bits[v] = formatBits[format];
            exponents[v] = formatExponents[format];
            double wanted = Math.pow(2, requantShift + exponents[v] + bits[v] - 1.0) / Math.max(1, typicalSum);
            double drawn = wanted * Math.pow(2, random.nextDouble() * 4 - 2);
            multipliers[v] = (int) Math.max(0, Math.min(65535, drawn));
        }
        long[] bias = new long[features];
        for (int f = 0; withBias && f < features; f++) {
            bias[f] = (long) ((random.nextDouble() - 0.5) * (1L << requantShift + 2));
        }
        return new QuantizedTensor(name, nodes, features, signed, 0.1, bits, exponents, multipliers, bias);
    }
}
