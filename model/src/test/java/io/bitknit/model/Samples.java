// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Random models that keep every rule, with the extremes of every range likely. */
public final class Samples {
    private final SplittableRandom random;

    public Samples(long seed) {
        this.random = new SplittableRandom(seed);
    }

    private int between(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    /** Compressed rows with ids below {@code width}; repeated ids only where allowed. */
    private int[][] rows(int rows, int width, boolean repeats) {
        int[] start = new int[rows + 1];
        List<Integer> ids = new ArrayList<>();
        for (int r = 0; r < rows; r++) {
            int[] row = random.ints(between(0, 4), 0, width).sorted().toArray();
            int[] kept = repeats ? row : Arrays.stream(row).distinct().toArray();
            Arrays.stream(kept).forEach(ids::add);
            start[r + 1] = ids.size();
        }
        return new int[][] {start, ids.stream().mapToInt(i -> i).toArray()};
    }

    private int[] ids(int nodes) {
        return random.ints(between(0, 3), 0, nodes).sorted().distinct().toArray();
    }

    private String name() {
        String[] awkward = {
            "plain", "", "quote\" \\ back", "new\nline", "module endmodule", "\u00e9\u4e2d\ud83d\ude00", "</script>"
        };
        return awkward[between(0, awkward.length - 1)];
    }

    private Map<String, String> provenance() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = between(0, 3); i > 0; i--) {
            map.put(i + name(), name());
        }
        return map;
    }

    private double scale() {
        return Math.scalb(1 + random.nextDouble(), between(-40, 20));
    }

    public GraphData graph() {
        int nodes = between(1, 12);
        int features = between(1, 6);
        int classes = between(1, 4);
        int[][] neighbours = rows(nodes, nodes, true);
        int[][] entries = rows(nodes, features, false);
        float[] values = new float[entries[1].length];
        for (int i = 0; i < values.length; i++) {
            values[i] = i == 0 ? Float.MIN_VALUE : (float) random.nextDouble(-9, 9);
        }
        return new GraphData(
                name(),
                new Adjacency(nodes, neighbours[0], neighbours[1]),
                features,
                entries[0],
                entries[1],
                values,
                classes,
                random.ints(nodes, -1, classes).toArray(),
                ids(nodes),
                ids(nodes),
                ids(nodes),
                "0123");
    }

    public FloatModel floatModel() {
        GraphData graph = graph();
        List<FloatLayer> layers = new ArrayList<>();
        int width = graph.features();
        for (int i = between(1, 3); i > 0; i--) {
            int outputs = i == 1 ? graph.classes() : between(1, 5);
            layers.add(new FloatLayer(
                    name(),
                    width,
                    outputs,
                    floats(width * outputs),
                    floats(outputs),
                    i == 1 ? Activation.NONE : Activation.RELU));
            width = outputs;
        }
        return new FloatModel(name(), random.nextBoolean(), layers, graph, provenance());
    }

    private float[] floats(int count) {
        float[] out = new float[count];
        for (int i = 0; i < count; i++) {
            out[i] = random.nextInt(8) == 0 ? Float.MAX_VALUE : (float) random.nextDouble(-1, 1);
        }
        return out;
    }

    public QuantizedModel quantizedModel() {
        GraphData graph = graph();
        int nodes = graph.nodes();
        int bits = between(1, 8);
        byte[] codes = new byte[graph.featureColumn().length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = (byte) (random.nextBoolean() ? (1 << bits) - 1 : between(1, (1 << bits) - 1));
        }
        SparseInput input = new SparseInput(
                nodes, graph.features(), bits, scale(), graph.featureRowStart(), graph.featureColumn(), codes);
        List<QuantizedLayer> layers = new ArrayList<>();
        int width = graph.features();
        for (int i = between(1, 3); i > 0; i--) {
            int outputs = i == 1 ? graph.classes() : between(1, 5);
            boolean relu = i != 1 && random.nextBoolean();
            layers.add(new QuantizedLayer(
                    name(),
                    relu ? Activation.RELU : Activation.NONE,
                    weights(width, outputs),
                    tensor("layer" + i + ".combined", nodes, outputs, true, true, false),
                    tensor("layer" + i + ".aggregated", nodes, outputs, !relu, i != 1, true)));
            width = outputs;
        }
        Evaluation evaluation =
                new Evaluation(graph.classes(), graph.labels(), graph.validation(), graph.test(), random.nextDouble());
        return new QuantizedModel(
                name(),
                between(1, 20),
                input,
                Convolution.withSelfLoops(graph.adjacency()),
                layers,
                evaluation,
                provenance());
    }

    private QuantizedWeights weights(int inputs, int outputs) {
        int bits = between(1, 8);
        byte[] q = new byte[inputs * outputs];
        for (int i = 0; i < q.length; i++) {
            int low = -(1 << (bits - 1));
            q[i] = (byte) (bits == 1 ? 2 * between(0, 1) - 1 : random.nextBoolean() ? low : between(low, -low - 1));
        }
        return new QuantizedWeights(inputs, outputs, bits, scale(), q);
    }

    private QuantizedTensor tensor(
            String name, int nodes, int features, boolean signed, boolean exponents, boolean biased) {
        byte[] bits = new byte[nodes];
        byte[] powers = new byte[nodes];
        for (int v = 0; v < nodes; v++) {
            bits[v] = (byte) between(1, 8);
            powers[v] = (byte) (exponents ? between(0, 7) : 0);
        }
        int[] multipliers = random.ints(nodes, 0, 65536).toArray();
        long[] bias = biased ? random.longs(features, -(1L << 60), 1L << 60).toArray() : new long[features];
        return new QuantizedTensor(name, nodes, features, signed, scale(), bits, powers, multipliers, bias);
    }
}
