// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

/** The largest input that is accepted. Far above real use; they stop a hostile file, not a large one. */
public final class Limits {
    /** Nodes of a graph. */
    public static final int NODES = 1 << 26;
    /** Directed edges of a graph, both directions of an undirected edge counted. */
    public static final int TERMS = 1 << 28;
    /** Columns of the feature matrix, and of a layer. */
    public static final int FEATURES = 1 << 24;
    /** Non-zero input features. */
    public static final int ENTRIES = 1 << 28;
    /** Classes of a graph. */
    public static final int CLASSES = 1 << 16;
    /** Layers of a model. */
    public static final int LAYERS = 256;
    /** Elements of one hidden tensor, nodes times features. */
    public static final int HIDDEN = 1 << 30;
    /** Bytes of one file as it lies on disk. */
    public static final int FILE_BYTES = 2_000_000_000;
    /** Bytes of all arrays in one NumPy file after they are expanded. */
    public static final int ARRAY_BYTES = 1 << 30;
    /** Bytes of a JSON document or of the header of a tensor file. */
    public static final int JSON_BYTES = 16 << 20;
    /** Values, names and brackets of a JSON document: each takes far more memory than its one byte in the file. */
    public static final int JSON_TOKENS = 1 << 20;
    /** Bytes of a JSON document that lists nodes. */
    public static final int JSON_LIST_BYTES = 64 << 20;
    /** Values, names and brackets of a JSON document that lists nodes. */
    public static final int JSON_LIST_TOKENS = 1 << 24;
    /** Dimensions of a tensor. */
    public static final int RANK = 8;

    private Limits() {}
}
