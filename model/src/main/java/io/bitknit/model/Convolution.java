// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/** The graph side of a GCN convolution, as PyTorch Geometric's {@code gcn_norm} defines it. */
public final class Convolution {
    private Convolution() {}

    /**
     * The terms that the convolution sums: every node has exactly one self-loop, whether the input has none, one or
     * several; other edges stay as often as the input names them.
     *
     * @param raw incoming neighbours, sources ascending within a row
     * @return sources ascending within a row; linear in nodes and edges
     */
    public static Adjacency withSelfLoops(Adjacency raw) {
        int nodes = raw.nodes();
        int[] rowStart = new int[nodes + 1];
        for (int v = 0; v < nodes; v++) {
            int others = 0;
            for (int i = raw.rowStart()[v]; i < raw.rowStart()[v + 1]; i++) {
                others += raw.source()[i] == v ? 0 : 1;
            }
            rowStart[v + 1] = Math.addExact(rowStart[v], others + 1);
        }
        int[] source = new int[rowStart[nodes]];
        for (int v = 0; v < nodes; v++) {
            int at = rowStart[v];
            boolean placed = false;
            for (int i = raw.rowStart()[v]; i < raw.rowStart()[v + 1]; i++) {
                int u = raw.source()[i];
                if (u > v && !placed) {
                    source[at++] = v;
                    placed = true;
                }
                if (u != v) {
                    source[at++] = u;
                }
            }
            if (!placed) {
                source[at] = v;
            }
        }
        return new Adjacency(nodes, rowStart, source);
    }

    /**
     * What each node's input features are multiplied by before the first layer.
     *
     * @return {@code [nodes]}: 1 / row sum where the features are normalised and the sum is positive, else 1
     */
    public static double[] rowFactors(FloatModel model) {
        return rowFactors(model.graph(), model.rowNormalised());
    }

    /** The same for any network. */
    public static double[] rowFactors(GraphInput graph, boolean rowNormalised) {
        double[] factors = new double[graph.nodes()];
        for (int v = 0; v < factors.length; v++) {
            double sum = 0;
            for (int i = graph.featureRowStart()[v]; i < graph.featureRowStart()[v + 1]; i++) {
                sum += graph.featureValue()[i];
            }
            factors[v] = rowNormalised && sum > 0 ? 1 / sum : 1;
        }
        return factors;
    }
}
