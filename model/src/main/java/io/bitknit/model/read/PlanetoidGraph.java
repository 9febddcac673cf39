// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphData;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.FloatList;
import io.bitknit.model.format.IntList;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.NpyArray;
import io.bitknit.model.format.PickledArrays;
import io.bitknit.model.format.PickledArrays.SparseRows;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.TextScanner;
import java.util.Arrays;

/**
 * The Planetoid files {@code ind.NAME.{x,tx,allx,y,ty,ally,graph,test.index}}. As PyTorch Geometric reads them: rows of
 * {@code tx} belong to the nodes of {@code test.index}, test nodes without a row have neither features nor a label,
 * repeated edges and self-loops are dropped, the first 500 nodes after the training nodes are for validation.
 */
final class PlanetoidGraph {
    private static final int VALIDATION_NODES = 500;

    private final SourceFolder folder;
    private final String prefix;
    private final Digest digest = new Digest();

    private PlanetoidGraph(SourceFolder folder, String name) {
        this.folder = folder;
        this.prefix = "ind." + name + ".";
    }

    /** @throws UserException for everything that is wrong with the files */
    static GraphData read(SourceFolder folder, String name, int splitIndex) {
        if (splitIndex != 0) {
            throw ModelError.SPLIT_MISSING.at(folder.place("ind." + name), splitIndex, 1);
        }
        return new PlanetoidGraph(folder, name).graph(name);
    }

    private byte[] content(String part) {
        byte[] content = folder.bytes(prefix + part, Limits.FILE_BYTES);
        digest.add(prefix + part, content);
        return content;
    }

    private String place(String part) {
        return folder.place(prefix + part);
    }

    private GraphData graph(String name) {
        SparseRows known = PickledArrays.sparse(place("allx"), content("allx"));
        SparseRows tests = PickledArrays.sparse(place("tx"), content("tx"));
        SparseRows training = PickledArrays.sparse(place("x"), content("x"));
        int[] testNodes = testNodes(known.rows(), tests.rows());
        int highest = Arrays.stream(testNodes).max().orElse(known.rows() - 1);
        int nodes = highest + 1;
        if (tests.columns() != known.columns()) {
            throw parts("tx", "it has " + tests.columns() + " columns, allx has " + known.columns());
        }
        GraphLimits.check(place("test.index"), "nodes", nodes, Limits.NODES);
        GraphLimits.check(place("allx"), "features", known.columns(), Limits.FEATURES);
        GraphLimits.requireSome(place("allx"), "nodes", nodes);
        GraphLimits.requireSome(place("allx"), "features", known.columns());
        int[] rowOfNode = new int[nodes];
        Arrays.fill(rowOfNode, -1);
        for (int i = 0; i < testNodes.length; i++) {
            if (rowOfNode[testNodes[i]] >= 0) {
                throw ModelError.SPLIT_REPEATED.at(place("test.index"), testNodes[i], "test");
            }
            rowOfNode[testNodes[i]] = i;
        }
        FeatureRows rows = features(known, tests, rowOfNode);
        NpyArray knownLabels = oneHot("ally", known.rows());
        NpyArray testLabels = oneHot("ty", tests.rows());
        oneHot("y", training.rows());
        int[] labels = labels(knownLabels, testLabels, known.rows(), rowOfNode);
        NodeSplit split = split(training.rows(), known.rows(), testNodes).checked(folder.place("ind." + name), labels);
        return new GraphData(
                name,
                adjacency(nodes),
                known.columns(),
                rows.rowStart(),
                rows.column(),
                rows.value(),
                knownLabels.size(1),
                labels,
                split.train(),
                split.validation(),
                split.test(),
                digest.hex());
    }

    private UserException parts(String part, String what) {
        return ModelError.PLANETOID_PARTS.at(place(part), what);
    }

    /** Nodes in the order of the rows of tx; all come after the nodes of allx. */
    private int[] testNodes(int knownNodes, int rows) {
        TextScanner in = TextScanner.plain(place("test.index"), content("test.index"));
        IntList nodes = new IntList();
        while (!in.atEnd()) {
            nodes.add((int) in.integer("a node id", knownNodes, Limits.NODES - 1));
            in.endLine();
        }
        if (nodes.size() != rows) {
            throw parts("test.index", "it has " + nodes.size() + " lines, tx has " + rows + " rows");
        }
        return nodes.toArray();
    }

    private FeatureRows features(SparseRows known, SparseRows tests, int[] rowOfNode) {
        int nodes = rowOfNode.length;
        int[] rowStart = new int[nodes + 1];
        IntList columns = new IntList();
        FloatList values = new FloatList();
        for (int v = 0; v < nodes; v++) {
            if (v < known.rows()) {
                addRow(known, v, columns, values);
            } else if (rowOfNode[v] >= 0) {
                addRow(tests, rowOfNode[v], columns, values);
            }
            rowStart[v + 1] = columns.size();
        }
        return new FeatureRows(nodes, known.columns(), rowStart, columns.toArray(), values.toArray());
    }

    private static void addRow(SparseRows rows, int row, IntList columns, FloatList values) {
        int entries = rows.column().elements();
        int from = (int) rows.rowStart().integer(row, 0, entries);
        int to = (int) rows.rowStart().integer(row + 1, from, entries);
        // SciPy does not promise ascending columns.
        long[] keyed = new long[to - from];
        for (int i = from; i < to; i++) {
            keyed[i - from] = rows.column().integer(i, 0, rows.columns() - 1) << 32 | i;
        }
        Arrays.sort(keyed);
        int last = -1;
        for (long key : keyed) {
            int column = (int) (key >> 32);
            if (column == last) {
                throw ModelError.NOT_ASCENDING.at(rows.column().place() + " row " + row, column, last);
            }
            float value = rows.value().real((int) key);
            if (value != 0) {
                columns.add(column);
                values.add(value);
            }
            last = column;
        }
    }

    private NpyArray oneHot(String part, int rows) {
        NpyArray labels = PickledArrays.array(place(part), content(part)).requireRank(2, "[nodes, classes]");
        if (labels.size(0) != rows || labels.size(1) == 0 || labels.size(1) > Limits.CLASSES) {
            throw ModelError.ARRAY_SHAPE.at(place(part), labels.shapeText(), "[" + rows + ", classes]");
        }
        return labels;
    }

    private int[] labels(NpyArray known, NpyArray tests, int knownNodes, int[] rowOfNode) {
        if (tests.size(1) != known.size(1)) {
            throw parts("ty", "it has " + tests.size(1) + " classes, ally has " + known.size(1));
        }
        int[] labels = new int[rowOfNode.length];
        for (int v = 0; v < labels.length; v++) {
            int row = v < knownNodes ? v : rowOfNode[v];
            labels[v] = row < 0 ? -1 : hot(v < knownNodes ? known : tests, row);
        }
        return labels;
    }

    /** The class whose column is 1, or -1 if none is. */
    private static int hot(NpyArray labels, int row) {
        int classes = labels.size(1);
        for (int c = 0; c < classes; c++) {
            if (labels.real(row * classes + c) == 1) {
                return c;
            }
        }
        return -1;
    }

    private static NodeSplit split(int training, int known, int[] testNodes) {
        int end = Math.min(known, training + VALIDATION_NODES);
        int[] test = testNodes.clone();
        Arrays.sort(test);
        return new NodeSplit(range(0, Math.min(training, known)), range(Math.min(training, end), end), test);
    }

    private static int[] range(int from, int to) {
        return java.util.stream.IntStream.range(from, to).toArray();
    }

    private Adjacency adjacency(int nodes) {
        PickledArrays.Pairs pairs = PickledArrays.pairs(place("graph"), content("graph"), nodes);
        GraphLimits.check(place("graph"), "directed edges", pairs.key().length * 2L, Limits.TERMS);
        Adjacency all = IncomingEdges.of(nodes, pairs.key(), pairs.item(), true);
        int[] rowStart = new int[nodes + 1];
        IntList source = new IntList();
        for (int v = 0; v < nodes; v++) {
            int last = -1;
            for (int i = all.rowStart()[v]; i < all.rowStart()[v + 1]; i++) {
                int u = all.source()[i];
                if (u != v && u != last) {
                    source.add(u);
                }
                last = u;
            }
            rowStart[v + 1] = source.size();
        }
        return new Adjacency(nodes, rowStart, source.toArray());
    }
}
