// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/** What a network reads: one graph whose nodes are classified, or many graphs that are. */
public sealed interface GraphInput permits GraphData, GraphSet {
    /** For people. */
    String name();

    /** Incoming neighbours over all nodes, no self-loop added. */
    Adjacency adjacency();

    /** Number of input features. */
    int features();

    /** {@code [nodes + 1]}. */
    int[] featureRowStart();

    /** Column of each non-zero, ascending within a row; never mutated. */
    int[] featureColumn();

    /** Value of each non-zero, finite; never mutated. */
    float[] featureValue();

    int classes();

    /** Class per node or per graph, -1 if not known. */
    int[] labels();

    /** Ids of nodes or graphs that training looks at. */
    int[] train();

    /** Ids that choices look at. */
    int[] validation();

    /** Ids that only reports look at. */
    int[] test();

    /** SHA-256 of the files, hexadecimal. */
    String digest();

    default int nodes() {
        return adjacency().nodes();
    }
}
