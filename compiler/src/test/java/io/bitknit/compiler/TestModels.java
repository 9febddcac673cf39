// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

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

/** Quantized models with random weights on graphs of every shape. */
public record TestModels(
        long seed,
        int[][] sources,
        int inputs,
        int[] hidden,
        int[] widths,
        int exponents,
        int weightBits,
        int inputBits) {

    /** Uniform 4 bits, no exponents, 4-bit weights, binary input of 12 features, hidden 6, 3 classes. */
    public static TestModels on(long seed, int[][] sources) {
        return new TestModels(seed, sources, 12, new int[] {6, 3}, new int[] {4}, 1, 4, 1);
    }

    public TestModels withFeatures(int newInputs, int... newHidden) {
        return new TestModels(seed, sources, newInputs, newHidden, widths, exponents, weightBits, inputBits);
    }

    /** Every node takes one of the widths and an exponent below {@code newExponents}. */
    public TestModels withWidths(int newExponents, int... newWidths) {
        return new TestModels(seed, sources, inputs, hidden, newWidths, newExponents, weightBits, inputBits);
    }

    public TestModels withWeights(int newWeightBits, int newInputBits) {
        return new TestModels(seed, sources, inputs, hidden, widths, exponents, newWeightBits, newInputBits);
    }

    public QuantizedModel model() {
        Random random = new Random(seed);
        int nodes = sources.length;
        List<QuantizedLayer> layers = new ArrayList<>();
        for (int l = 0; l < hidden.length; l++) {
            boolean last = l == hidden.length - 1;
            int in = l == 0 ? inputs : hidden[l - 1];
            layers.add(new QuantizedLayer(
                    "conv" + l,
                    last ? Activation.NONE : Activation.RELU,
                    weights(random, in, hidden[l]),
                    tensor(random, "conv" + l + ".combined", nodes, hidden[l], true, false, false),
                    tensor(random, "conv" + l + ".aggregated", nodes, hidden[l], last, true, last)));
        }
        int[] labels = new int[nodes];
        return new QuantizedModel(
                "test",
                12,
                input(random, nodes),
                adjacency(sources),
                layers,
                new Evaluation(hidden[hidden.length - 1], labels, new int[0], new int[0], 0),
                Map.of());
    }

    private QuantizedWeights weights(Random random, int in, int out) {
        byte[] q = new byte[in * out];
        for (int i = 0; i < q.length; i++) {
            q[i] = (byte)
                    (weightBits == 1
                            ? 2 * random.nextInt(2) - 1
                            : random.nextInt(1 << weightBits) - (1 << (weightBits - 1)));
        }
        return new QuantizedWeights(in, out, weightBits, 1, q);
    }

    private QuantizedTensor tensor(
            Random random, String name, int nodes, int features, boolean signed, boolean biased, boolean scores) {
        byte[] bits = new byte[nodes];
        byte[] exps = new byte[nodes];
        int[] multipliers = new int[nodes];
        for (int v = 0; v < nodes; v++) {
            bits[v] = (byte) (scores ? 8 : widths[random.nextInt(widths.length)]);
            exps[v] = (byte) (scores ? 0 : random.nextInt(exponents));
            multipliers[v] = 100 + 50 * random.nextInt(8);
        }
        long[] bias = new long[features];
        for (int f = 0; biased && f < features; f++) {
            bias[f] = random.nextInt(20000) - 10000L;
        }
        return new QuantizedTensor(name, nodes, features, signed, 1, bits, exps, multipliers, bias);
    }

    private SparseInput input(Random random, int nodes) {
        int[] start = new int[nodes + 1];
        int[] column = new int[nodes * inputs];
        byte[] code = new byte[nodes * inputs];
        int at = 0;
        for (int v = 0; v < nodes; v++) {
            for (int f = 0; f < inputs; f++) {
                // Every seventh node has all-zero features.
                if (v % 7 != 6 && random.nextInt(3) == 0) {
                    column[at] = f;
                    code[at++] = (byte) (1 + random.nextInt((1 << inputBits) - 1 == 0 ? 1 : (1 << inputBits) - 1));
                }
            }
            start[v + 1] = at;
        }
        return new SparseInput(nodes, inputs, inputBits, 1, start, Arrays.copyOf(column, at), Arrays.copyOf(code, at));
    }

    public static Adjacency adjacency(int[][] sources) {
        int[] start = new int[sources.length + 1];
        for (int v = 0; v < sources.length; v++) {
            start[v + 1] = start[v] + sources[v].length;
        }
        int[] all = new int[start[sources.length]];
        for (int v = 0; v < sources.length; v++) {
            System.arraycopy(sources[v], 0, all, start[v], sources[v].length);
        }
        return new Adjacency(sources.length, start, all);
    }

    /** Each node with itself and about {@code degree} random others, duplicates included. */
    public static int[][] randomGraph(long seed, int nodes, int degree) {
        Random random = new Random(seed);
        int[][] sources = new int[nodes][];
        for (int v = 0; v < nodes; v++) {
            int n = random.nextInt(2 * degree + 1);
            sources[v] = new int[n + 1];
            for (int k = 0; k < n; k++) {
                sources[v][k] = random.nextInt(nodes);
            }
            sources[v][n] = v;
            Arrays.sort(sources[v]);
        }
        return sources;
    }

    public static int[][] edgeless(int nodes) {
        int[][] sources = new int[nodes][1];
        for (int v = 0; v < nodes; v++) {
            sources[v][0] = v;
        }
        return sources;
    }

    public static int[][] path(int nodes) {
        int[][] sources = new int[nodes][];
        for (int v = 0; v < nodes; v++) {
            sources[v] = v == 0 ? new int[] {0} : new int[] {v - 1, v};
        }
        return sources;
    }

    /** Node 0 is joined to every other node, in both directions. */
    public static int[][] star(int nodes) {
        int[][] sources = new int[nodes][];
        sources[0] = new int[nodes];
        for (int v = 0; v < nodes; v++) {
            sources[0][v] = v;
            if (v > 0) {
                sources[v] = new int[] {0, v};
            }
        }
        return sources;
    }
}
