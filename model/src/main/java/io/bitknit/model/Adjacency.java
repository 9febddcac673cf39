// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/**
 * Incoming terms of every node in compressed rows: node {@code v} sums the rows
 * {@code source[rowStart[v] .. rowStart[v + 1])}. Self-loops of the convolution are already in it; an edge that the
 * input names twice is in it twice, as PyTorch Geometric counts it. Sources ascend within a row.
 *
 * @param nodes number of nodes
 * @param rowStart {@code [nodes + 1]}, ascending from 0
 * @param source node ids in {@code 0 .. nodes - 1}; never mutated
 */
public record Adjacency(int nodes, int[] rowStart, int[] source) {
    public int terms() {
        return rowStart[nodes];
    }

    /** Number of terms of node {@code v}: its in-degree with the convolution's self-loop. */
    public int degree(int node) {
        return rowStart[node + 1] - rowStart[node];
    }
}
