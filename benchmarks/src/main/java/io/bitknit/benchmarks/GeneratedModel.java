// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.Evaluation;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A quantized two-layer model on a generated graph: Barabasi-Albert-like degrees by copying, as citation graphs have
 * them, so that a few hubs and many small nodes meet. The same seed gives the same model.
 */
final class GeneratedModel {
    private static final int FEATURES = 256;
    private static final int ENTRIES_PER_NODE = 4;
    private static final int HIDDEN = 8;
    private static final int CLASSES = 4;
    private static final int WEIGHT_BITS = 4;

    private GeneratedModel() {}

    /**
     * @param terms terms of an aggregation; about a tenth as many nodes
     * @param bits width of every hidden feature
     */
    static QuantizedModel of(int terms, int bits, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int nodes = Math.max(2, terms / 10);
        Adjacency adjacency = graph(nodes, terms, random);
        SparseInput input = input(nodes, random);
        int[] multipliers = multipliers(adjacency);
        List<QuantizedLayer> layers = List.of(
                layer(0, FEATURES, HIDDEN, Activation.RELU, bits, nodes, multipliers, random),
                layer(1, HIDDEN, CLASSES, Activation.NONE, bits, nodes, multipliers, random));
        int[] labels = new int[nodes];
        Arrays.fill(labels, -1);
        return new QuantizedModel(
                "generated, seed " + seed,
                14,
                input,
                adjacency,
                layers,
                new Evaluation(CLASSES, labels, new int[0], new int[0], 0),
                Map.of());
    }

    /** Half of the sources are uniform, half are taken from edges that are there: those have many already. */
    private static Adjacency graph(int nodes, int terms, SplittableRandom random) {
        int[] rowStart = new int[nodes + 1];
        int[] source = new int[terms];
        for (int v = 0; v < nodes; v++) {
            int at = rowStart[v];
            int degree = (int) ((long) terms * (v + 1) / nodes - at);
            source[at] = v;
            for (int i = 1; i < degree; i++) {
                boolean copy = at > 0 && random.nextBoolean();
                source[at + i] = copy ? source[random.nextInt(at)] : random.nextInt(nodes);
            }
            rowStart[v + 1] = at + degree;
            Arrays.sort(source, at, at + degree);
        }
        return new Adjacency(nodes, rowStart, source);
    }

    private static SparseInput input(int nodes, SplittableRandom random) {
        int[] rowStart = new int[nodes + 1];
        int[] column = new int[nodes * ENTRIES_PER_NODE];
        int width = FEATURES / ENTRIES_PER_NODE;
        for (int v = 0; v < nodes; v++) {
            for (int k = 0; k < ENTRIES_PER_NODE; k++) {
                column[v * ENTRIES_PER_NODE + k] = k * width + random.nextInt(width);
            }
            rowStart[v + 1] = (v + 1) * ENTRIES_PER_NODE;
        }
        byte[] code = new byte[column.length];
        Arrays.fill(code, (byte) 1);
        return new SparseInput(nodes, FEATURES, 1, 1, rowStart, column, code);
    }

    private static int[] multipliers(Adjacency adjacency) {
        int[] multipliers = new int[adjacency.nodes()];
        for (int v = 0; v < multipliers.length; v++) {
            multipliers[v] = (int) Math.round(8192 / Math.sqrt(adjacency.degree(v)));
        }
        return multipliers;
    }

    private static QuantizedLayer layer(
            int index,
            int inputs,
            int outputs,
            Activation activation,
            int bits,
            int nodes,
            int[] multipliers,
            SplittableRandom random) {
        byte[] q = new byte[inputs * outputs];
        for (int i = 0; i < q.length; i++) {
            q[i] = (byte) (random.nextInt(1 << WEIGHT_BITS) - (1 << WEIGHT_BITS - 1));
        }
        String name = "conv" + (index + 1);
        boolean scores = activation == Activation.NONE;
        return new QuantizedLayer(
                name,
                activation,
                new QuantizedWeights(inputs, outputs, WEIGHT_BITS, 1, q),
                tensor(name + ".combined", nodes, outputs, true, bits, multipliers),
                tensor(name + ".aggregated", nodes, outputs, scores, scores ? 8 : bits, multipliers));
    }

    private static QuantizedTensor tensor(
            String name, int nodes, int features, boolean signed, int bits, int[] multipliers) {
        byte[] widths = new byte[nodes];
        Arrays.fill(widths, (byte) bits);
        return new QuantizedTensor(
                name, nodes, features, signed, 1, widths, new byte[nodes], multipliers, new long[features]);
    }
}
