// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.Adjacency;

/** Sorts edges into the incoming neighbours of every node: two counting sorts, linear in nodes and edges. */
final class IncomingEdges {
    private IncomingEdges() {}

    /**
     * @param from source of each edge, in {@code 0 .. nodes - 1}
     * @param to target of each edge, likewise
     * @param bothDirections whether an edge stands for both directions; a self-loop is one edge all the same
     * @return sources ascending, repeated edges kept
     */
    static Adjacency of(int nodes, int[] from, int[] to, boolean bothDirections) {
        // First by source, which makes the sources of every target ascend after the second, stable sort.
        int[] outStart = new int[nodes + 1];
        for (int e = 0; e < from.length; e++) {
            outStart[from[e] + 1]++;
            if (bothDirections && from[e] != to[e]) {
                outStart[to[e] + 1]++;
            }
        }
        accumulate(outStart);
        int[] target = new int[outStart[nodes]];
        int[] next = outStart.clone();
        for (int e = 0; e < from.length; e++) {
            target[next[from[e]]++] = to[e];
            if (bothDirections && from[e] != to[e]) {
                target[next[to[e]]++] = from[e];
            }
        }
        int[] inStart = new int[nodes + 1];
        for (int t : target) {
            inStart[t + 1]++;
        }
        accumulate(inStart);
        int[] source = new int[target.length];
        System.arraycopy(inStart, 0, next, 0, nodes + 1);
        for (int v = 0; v < nodes; v++) {
            for (int i = outStart[v]; i < outStart[v + 1]; i++) {
                source[next[target[i]]++] = v;
            }
        }
        return new Adjacency(nodes, inStart, source);
    }

    private static void accumulate(int[] counts) {
        for (int i = 1; i < counts.length; i++) {
            counts[i] += counts[i - 1];
        }
    }
}
