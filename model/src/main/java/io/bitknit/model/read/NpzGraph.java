// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphData;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.format.IntList;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.NpyArray;
import io.bitknit.model.format.NpzFile;
import io.bitknit.model.format.SourceFolder;
import java.util.List;

/**
 * A graph as NumPy arrays under PyTorch Geometric's names: {@code edge_index [2, edges]} (sources, then targets; both
 * directions listed unless {@code undirected} is true), {@code x [nodes, features]}, {@code y [nodes]} (-1: not known),
 * {@code train_mask}, {@code val_mask}, {@code test_mask} ({@code [nodes]}, or {@code [nodes, splits]}), optionally
 * {@code num_classes}. Masks that are missing select nothing.
 */
final class NpzGraph {
    private static final List<String> WITHOUT_EDGES =
            List.of("x", "y", "train_mask", "val_mask", "test_mask", "num_classes", "undirected");
    private static final List<String> WITH_EDGES =
            List.of("edge_index", "x", "y", "train_mask", "val_mask", "test_mask", "num_classes", "undirected");

    private NpzGraph() {}

    /** Source and target of every edge. */
    record Edges(int[] from, int[] to) {}

    /** Reads the edges once the number of nodes is known. */
    interface EdgeSource {
        Edges read(int nodes);
    }

    static GraphData read(SourceFolder folder, String name, int splitIndex) {
        byte[] content = folder.bytes(name, Limits.FILE_BYTES);
        Digest digest = new Digest();
        digest.add(name, content);
        NpzFile file = NpzFile.parse(folder.place(name), content, WITH_EDGES, Limits.ARRAY_BYTES);
        return graph(stem(name), file, nodes -> edges(file, nodes), splitIndex, digest);
    }

    /** The arrays beside an edge list. @param digest holds the edge list already */
    static GraphData beside(SourceFolder folder, String name, EdgeSource edges, int splitIndex, Digest digest) {
        byte[] content = folder.bytes(name, Limits.FILE_BYTES);
        digest.add(name, content);
        NpzFile file = NpzFile.parse(folder.place(name), content, WITHOUT_EDGES, Limits.ARRAY_BYTES);
        return graph(stem(name), file, edges, splitIndex, digest);
    }

    private static String stem(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static Edges edges(NpzFile file, int nodes) {
        NpyArray index = file.array("edge_index").requireRank(2, "[2, edges]");
        if (index.size(0) != 2) {
            throw ModelError.ARRAY_SHAPE.at(index.place(), index.shapeText(), "[2, edges]");
        }
        int edges = index.size(1);
        GraphLimits.check(index.place(), "directed edges", edges, Limits.TERMS);
        int[] from = new int[edges];
        int[] to = new int[edges];
        for (int e = 0; e < edges; e++) {
            from[e] = (int) index.integer(e, 0, nodes - 1);
            to[e] = (int) index.integer(edges + e, 0, nodes - 1);
        }
        return new Edges(from, to);
    }

    private static GraphData graph(String name, NpzFile file, EdgeSource source, int splitIndex, Digest digest) {
        FeatureRows rows = FeatureRows.dense(file.array("x"));
        int nodes = rows.nodes();
        GraphLimits.requireSome(file.place(), "nodes", nodes);
        GraphLimits.requireSome(file.place(), "features", rows.features());
        int[] labels = perNode(file.array("y"), nodes).ints(-1, Limits.CLASSES - 1);
        int classes = classes(file, labels);
        boolean both = file.has("undirected") && scalar(file.array("undirected"), 1) == 1;
        NodeSplit split = new NodeSplit(
                        mask(file, "train_mask", nodes, splitIndex),
                        mask(file, "val_mask", nodes, splitIndex),
                        mask(file, "test_mask", nodes, splitIndex))
                .checked(file.place(), labels);
        Edges edges = source.read(nodes);
        GraphLimits.check(file.place(), "directed edges", edges.from.length * (both ? 2L : 1L), Limits.TERMS);
        Adjacency adjacency = IncomingEdges.of(nodes, edges.from, edges.to, both);
        return new GraphData(
                name,
                adjacency,
                rows.features(),
                rows.rowStart(),
                rows.column(),
                rows.value(),
                classes,
                labels,
                split.train(),
                split.validation(),
                split.test(),
                digest.hex());
    }

    private static int classes(NpzFile file, int[] labels) {
        int highest = -1;
        for (int label : labels) {
            highest = Math.max(highest, label);
        }
        GraphLimits.requireSome(file.place(), "labelled nodes", highest + 1);
        if (!file.has("num_classes")) {
            return highest + 1;
        }
        int classes = scalar(file.array("num_classes"), Limits.CLASSES);
        if (classes <= highest) {
            throw ModelError.ID_OUT_OF_RANGE.at(
                    file.array("y").place(), "the class", Integer.toString(highest), 0, classes - 1);
        }
        return classes;
    }

    private static int scalar(NpyArray array, int high) {
        if (array.elements() != 1) {
            throw ModelError.ARRAY_SHAPE.at(array.place(), array.shapeText(), "one number");
        }
        return (int) array.integer(0, 0, high);
    }

    private static NpyArray perNode(NpyArray array, int nodes) {
        boolean column = array.rank() == 2 && array.size(1) == 1;
        if ((array.rank() != 1 && !column) || array.size(0) != nodes) {
            throw ModelError.ARRAY_SHAPE.at(array.place(), array.shapeText(), "[" + nodes + "]");
        }
        return array;
    }

    /** Nodes whose mask is set. @throws UserException M-031, M-038, M-057 */
    private static int[] mask(NpzFile file, String key, int nodes, int splitIndex) {
        if (!file.has(key)) {
            return new int[0];
        }
        NpyArray mask = file.array(key);
        boolean several = mask.rank() == 2;
        if (mask.rank() < 1 || mask.rank() > 2 || mask.size(0) != nodes) {
            throw ModelError.ARRAY_SHAPE.at(
                    mask.place(), mask.shapeText(), "[" + nodes + "] or [" + nodes + ", splits]");
        }
        int splits = several ? mask.size(1) : 1;
        if (splitIndex < 0 || splitIndex >= splits) {
            throw ModelError.SPLIT_MISSING.at(mask.place(), splitIndex, splits);
        }
        IntList chosen = new IntList();
        for (int v = 0; v < nodes; v++) {
            if (mask.integer(v * splits + splitIndex, 0, 1) == 1) {
                chosen.add(v);
            }
        }
        return chosen.toArray();
    }
}
