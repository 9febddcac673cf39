// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphData;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.rng.UniformRandomProvider;

/** A made-up graph of three communities with noisy bags of words: small enough for ordinary tests. */
public final class SmallGraph {
    public static final int NODES = 120;
    public static final int FEATURES = 40;
    public static final int CLASSES = 3;

    private SmallGraph() {}

    public static GraphData graph() {
        UniformRandomProvider random = Randomness.of(5, "small graph", 0);
        List<TreeSet<Integer>> neighbours = new ArrayList<>();
        for (int v = 0; v < NODES; v++) {
            neighbours.add(new TreeSet<>());
        }
        for (int e = 0; e < 3 * NODES; e++) {
            int v = random.nextInt(NODES);
            // One edge in eight leaves the community; node 0 is a hub.
            int u = e % 12 == 0 ? 0 : random.nextInt(8) == 0 ? random.nextInt(NODES) : near(random, v);
            if (u != v) {
                neighbours.get(v).add(u);
                neighbours.get(u).add(v);
            }
        }
        int[] rowStart = new int[NODES + 1];
        int[] featureStart = new int[NODES + 1];
        int[] labels = new int[NODES];
        List<Integer> source = new ArrayList<>();
        List<Integer> column = new ArrayList<>();
        for (int v = 0; v < NODES; v++) {
            source.addAll(neighbours.get(v));
            rowStart[v + 1] = source.size();
            labels[v] = v % CLASSES;
            TreeSet<Integer> words = new TreeSet<>();
            for (int i = 0; i < 5; i++) {
                int word = random.nextInt(FEATURES);
                words.add(random.nextInt(3) == 0 ? word : word / CLASSES * CLASSES + labels[v]);
            }
            words.removeIf(word -> word >= FEATURES);
            column.addAll(words);
            featureStart[v + 1] = column.size();
        }
        float[] ones = new float[column.size()];
        java.util.Arrays.fill(ones, 1);
        return new GraphData(
                "small",
                new Adjacency(NODES, rowStart, ints(source)),
                FEATURES,
                featureStart,
                ints(column),
                ones,
                CLASSES,
                labels,
                range(0, 15),
                range(15, 60),
                range(60, NODES),
                "small");
    }

    private static int near(UniformRandomProvider random, int v) {
        return (random.nextInt(NODES) / CLASSES * CLASSES + v % CLASSES) % NODES;
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(i -> i).toArray();
    }

    private static int[] range(int from, int to) {
        return java.util.stream.IntStream.range(from, to).toArray();
    }
}
