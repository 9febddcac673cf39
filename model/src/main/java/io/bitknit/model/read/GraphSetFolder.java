// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphSet;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.SourceFolder;

/**
 * Graphs to classify as a folder: {@code meta.json}, {@code adjacency.txt.gz}, {@code graph_indicator.txt.gz},
 * {@code graph_labels.txt.gz}, {@code split.json}, and {@code node_labels.txt.gz} where nodes have labels.
 */
final class GraphSetFolder {
    static final String TASK = "graph classification";

    private static final String INDICATOR = "graph_indicator.txt.gz";
    private static final String[] META_KEYS = {
        "name",
        "title",
        "task",
        "counts",
        "class_sizes",
        "graph_label_values_in_source",
        "node_label_values_in_source",
        "edges_directed",
        "edge_convention",
        "fold_checks",
        "checks",
        "sources",
        "licence_stated_by_source",
        "notes",
        "files",
        "format_version"
    };
    private static final String[] COUNT_KEYS = {
        "graphs",
        "nodes",
        "undirected_edges",
        "average_nodes",
        "average_edges",
        "max_nodes",
        "graph_classes",
        "node_labels",
        "isolated_nodes"
    };

    private final FolderText files;
    private final JsonSection meta;
    private final int graphs;
    private final int nodes;
    private final int edges;
    private final int classes;
    private final int nodeLabels;

    private GraphSetFolder(SourceFolder folder) {
        this.files = FolderText.open(folder, META_KEYS);
        this.meta = files.meta();
        files.requireTask(TASK);
        JsonSection counts = meta.section("counts");
        counts.onlyKeys(COUNT_KEYS);
        this.nodes = counts.integer("nodes", 1, Limits.NODES);
        this.graphs = counts.integer("graphs", 1, nodes);
        this.edges = counts.integer("undirected_edges", 0, Limits.TERMS);
        this.classes = counts.integer("graph_classes", 1, Limits.CLASSES);
        this.nodeLabels = counts.integer("node_labels", 0, Limits.FEATURES);
    }

    /** @throws UserException for everything that is wrong with it */
    static GraphSet read(SourceFolder folder, int fold, NodeFeatures features) {
        return new GraphSetFolder(folder).set(fold, features);
    }

    private GraphSet set(int fold, NodeFeatures features) {
        int[] labels = files.integers("graph_labels.txt.gz", "the class", 0, classes - 1, graphs);
        NodeSplit split = files.fold(fold, graphs).checked(files.place("split.json"), labels);
        int[] graphOf = files.integers(INDICATOR, "the graph", 0, graphs - 1, nodes);
        int[] graphStart = graphStart(graphOf);
        Adjacency adjacency = files.adjacency(nodes, edges, meta.bool("edges_directed"));
        requireEdgesWithin(adjacency, graphOf);
        FeatureRows rows = features(features, adjacency);
        return new GraphSet(
                meta.string("name"),
                adjacency,
                graphStart,
                rows.features(),
                rows.rowStart(),
                rows.column(),
                rows.value(),
                classes,
                labels,
                split.train(),
                split.validation(),
                split.test(),
                files.digest());
    }

    private int[] graphStart(int[] graphOf) {
        int[] start = new int[graphs + 1];
        for (int v = 0; v < nodes; v++) {
            int before = v == 0 ? -1 : graphOf[v - 1];
            boolean next = graphOf[v] == before + 1;
            if (!next && graphOf[v] != before) {
                throw ModelError.GRAPHS_NOT_CONTIGUOUS.at(files.place(INDICATOR), v, graphOf[v], before);
            }
            if (next) {
                start[graphOf[v]] = v;
            }
        }
        if (graphOf[nodes - 1] != graphs - 1) {
            throw ModelError.COUNT_DIFFERS.at(files.place(INDICATOR), graphOf[nodes - 1] + 1, "graphs", graphs);
        }
        start[graphs] = nodes;
        return start;
    }

    private void requireEdgesWithin(Adjacency adjacency, int[] graphOf) {
        for (int v = 0; v < nodes; v++) {
            for (int i = adjacency.rowStart()[v]; i < adjacency.rowStart()[v + 1]; i++) {
                int u = adjacency.source()[i];
                if (graphOf[u] != graphOf[v]) {
                    throw ModelError.EDGE_BETWEEN_GRAPHS.at(
                            files.place("adjacency.txt.gz"), u, graphOf[u], v, graphOf[v]);
                }
            }
        }
    }

    private FeatureRows features(NodeFeatures features, Adjacency adjacency) {
        boolean labelled = files.has("node_labels.txt.gz") && nodeLabels > 0;
        if (features == NodeFeatures.LABELS && !labelled) {
            throw ModelError.NODE_LABELS_MISSING.at(files.place("meta.json"), NodeFeatures.all());
        }
        return switch (features) {
            case CONSTANT -> NodeFeatures.oneHot(new int[nodes], 1);
            case OCTAVES -> NodeFeatures.octaves(adjacency);
            case DEGREE -> NodeFeatures.degree(adjacency);
            case LABELS -> labels();
            case AUTO -> labelled ? labels() : NodeFeatures.degree(adjacency);
        };
    }

    private FeatureRows labels() {
        return NodeFeatures.oneHot(
                files.integers("node_labels.txt.gz", "the node label", 0, nodeLabels - 1, nodes), nodeLabels);
    }
}
