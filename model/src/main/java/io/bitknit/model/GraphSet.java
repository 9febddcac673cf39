// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/**
 * Graphs with one class each, as one large graph without edges between its parts.
 *
 * @param name for people
 * @param adjacency incoming neighbours over the nodes of all graphs
 * @param graphStart {@code [graphs + 1]}: graph g has the nodes {@code graphStart[g] .. graphStart[g + 1] - 1}
 * @param features number of input features
 * @param featureRowStart {@code [nodes + 1]}
 * @param featureColumn column of each non-zero, ascending within a row; never mutated
 * @param featureValue value of each non-zero, finite; never mutated
 * @param classes number of classes
 * @param labels class per graph
 * @param train graph ids
 * @param validation graph ids
 * @param test graph ids
 * @param digest SHA-256 of the files, hexadecimal
 */
public record GraphSet(
        String name,
        Adjacency adjacency,
        int[] graphStart,
        int features,
        int[] featureRowStart,
        int[] featureColumn,
        float[] featureValue,
        int classes,
        int[] labels,
        int[] train,
        int[] validation,
        int[] test,
        String digest)
        implements GraphInput {
    public int graphs() {
        return graphStart.length - 1;
    }

    /**
     * The graphs with these ids, in this order, as a set of their own that neither trains nor tests: what a training
     * step looks at.
     */
    public GraphSet selected(int[] ids) {
        int[] start = new int[ids.length + 1];
        int[] newLabels = new int[ids.length];
        int terms = 0;
        int entries = 0;
        for (int i = 0; i < ids.length; i++) {
            int first = graphStart[ids[i]];
            int end = graphStart[ids[i] + 1];
            start[i + 1] = start[i] + end - first;
            newLabels[i] = labels[ids[i]];
            terms += adjacency.rowStart()[end] - adjacency.rowStart()[first];
            entries += featureRowStart[end] - featureRowStart[first];
        }
        int nodes = start[ids.length];
        int[] rowStart = new int[nodes + 1];
        int[] source = new int[terms];
        int[] entryStart = new int[nodes + 1];
        int[] column = new int[entries];
        float[] value = new float[entries];
        for (int i = 0; i < ids.length; i++) {
            int shift = start[i] - graphStart[ids[i]];
            for (int v = graphStart[ids[i]]; v < graphStart[ids[i] + 1]; v++) {
                int to = v + shift;
                int at = rowStart[to];
                for (int e = adjacency.rowStart()[v]; e < adjacency.rowStart()[v + 1]; e++) {
                    source[at++] = adjacency.source()[e] + shift;
                }
                rowStart[to + 1] = at;
                int length = featureRowStart[v + 1] - featureRowStart[v];
                System.arraycopy(featureColumn, featureRowStart[v], column, entryStart[to], length);
                System.arraycopy(featureValue, featureRowStart[v], value, entryStart[to], length);
                entryStart[to + 1] = entryStart[to] + length;
            }
        }
        int[] none = new int[0];
        return new GraphSet(
                name,
                new Adjacency(nodes, rowStart, source),
                start,
                features,
                entryStart,
                column,
                value,
                classes,
                newLabels,
                none,
                none,
                none,
                digest);
    }
}
