// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/**
 * A graph with features, labels and a split, as read from a folder or an edge list.
 *
 * @param name for people
 * @param adjacency incoming neighbours as the file states them, both directions of an undirected edge, duplicates and
 *     self-loops kept, no self-loop added
 * @param features number of input features
 * @param featureRowStart {@code [nodes + 1]}
 * @param featureColumn column of each non-zero, ascending within a row; never mutated
 * @param featureValue value of each non-zero, finite; never mutated
 * @param classes number of classes
 * @param labels class per node, -1 if not known
 * @param train node ids
 * @param validation node ids
 * @param test node ids
 * @param digest SHA-256 of the files, hexadecimal
 */
public record GraphData(
        String name,
        Adjacency adjacency,
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
        implements GraphInput {}
