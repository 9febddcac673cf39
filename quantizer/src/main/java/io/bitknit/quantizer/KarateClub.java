// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Zachary's karate club (W. W. Zachary, "An Information Flow Model for Conflict and Fission in Small Groups", 1977):
 * 34 nodes, 78 undirected edges, with the four communities and the four training nodes of PyTorch Geometric's
 * {@code KarateClub}: the first node of each community. The other 30 nodes are for testing; identity features.
 */
final class KarateClub {
    static final int NODES = 34;
    static final int EDGES = 78;
    static final int CLASSES = 4;

    /** Per node its neighbours with a larger id. */
    private static final int[][] LATER_NEIGHBOURS = {
        {1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31},
        {2, 3, 7, 13, 17, 19, 21, 30},
        {3, 7, 8, 9, 13, 27, 28, 32},
        {7, 12, 13},
        {6, 10},
        {6, 10, 16},
        {16},
        {},
        {30, 32, 33},
        {33},
        {},
        {},
        {},
        {33},
        {32, 33},
        {32, 33},
        {},
        {},
        {32, 33},
        {33},
        {32, 33},
        {},
        {32, 33},
        {25, 27, 29, 32, 33},
        {25, 27, 31},
        {31},
        {29, 33},
        {33},
        {31, 33},
        {32, 33},
        {32, 33},
        {32, 33},
        {33},
        {}
    };

    private static final int[] COMMUNITY = {
        1, 1, 1, 1, 3, 3, 3, 1, 0, 1, 3, 1, 1, 1, 0, 0, 3, 1, 0, 1, 0, 1, 0, 0, 2, 2, 0, 0, 2, 0, 0, 2, 0, 0
    };

    private KarateClub() {}

    /** Neighbours with a larger id, ascending. */
    static int[] laterNeighbours(int node) {
        return LATER_NEIGHBOURS[node].clone();
    }

    static GraphData graph() {
        List<TreeSet<Integer>> neighbours = new ArrayList<>();
        for (int v = 0; v < NODES; v++) {
            neighbours.add(new TreeSet<>());
        }
        for (int v = 0; v < NODES; v++) {
            for (int u : LATER_NEIGHBOURS[v]) {
                neighbours.get(v).add(u);
                neighbours.get(u).add(v);
            }
        }
        int[] rowStart = new int[NODES + 1];
        int[] source = new int[2 * EDGES];
        int[] identity = new int[NODES];
        int[] featureRowStart = new int[NODES + 1];
        float[] ones = new float[NODES];
        int terms = 0;
        for (int v = 0; v < NODES; v++) {
            for (int u : neighbours.get(v)) {
                source[terms++] = u;
            }
            rowStart[v + 1] = terms;
            identity[v] = v;
            featureRowStart[v + 1] = v + 1;
            ones[v] = 1;
        }
        return new GraphData(
                "karate",
                new Adjacency(NODES, rowStart, source),
                NODES,
                featureRowStart,
                identity,
                ones,
                CLASSES,
                COMMUNITY.clone(),
                train(),
                new int[0],
                test(),
                "");
    }

    /** The first node of each community. */
    private static int[] train() {
        int[] first = new int[CLASSES];
        for (int c = 0; c < CLASSES; c++) {
            while (COMMUNITY[first[c]] != c) {
                first[c]++;
            }
        }
        Arrays.sort(first);
        return first;
    }

    private static int[] test() {
        int[] train = train();
        return IntStream.range(0, NODES)
                .filter(v -> Arrays.binarySearch(train, v) < 0)
                .toArray();
    }
}
