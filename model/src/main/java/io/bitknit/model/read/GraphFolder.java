// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphData;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.TextScanner;

/**
 * A node classification graph as a folder: {@code meta.json}, {@code adjacency.txt.gz}, {@code features.mtx.gz},
 * {@code labels.txt.gz}, {@code split.json}. The counts of {@code meta.json} bound how far the compressed files may
 * expand, and the files must then agree with them.
 */
final class GraphFolder {
    static final String TASK = "node classification";

    private static final String[] META_KEYS = {
        "name",
        "title",
        "task",
        "counts",
        "class_sizes",
        "class_names",
        "edges_directed",
        "edge_convention",
        "feature_field",
        "checks",
        "sources",
        "licence_stated_by_source",
        "notes",
        "files",
        "format_version"
    };
    private static final String[] COUNT_KEYS = {
        "nodes",
        "edges_stored",
        "undirected_edges_without_self_loops",
        "directed_entries_in_source",
        "self_loops_in_source",
        "features",
        "feature_nonzeros",
        "classes",
        "labelled_nodes",
        "isolated_nodes"
    };
    /** Row, column and the longest number that is read, each with what follows it. */
    private static final int ENTRY_BYTES = 2 * FolderText.ID_BYTES + 65;
    /** Header and comments of a matrix. */
    private static final int HEADER_BYTES = 1 << 16;

    private final FolderText files;
    private final JsonSection meta;
    private final int nodes;
    private final int edges;
    private final int features;
    private final int entries;
    private final int classes;

    private GraphFolder(SourceFolder folder) {
        this.files = FolderText.open(folder, META_KEYS);
        this.meta = files.meta();
        files.requireTask(TASK);
        JsonSection counts = meta.section("counts");
        counts.onlyKeys(COUNT_KEYS);
        this.nodes = counts.integer("nodes", 1, Limits.NODES);
        this.edges = counts.integer("edges_stored", 0, Limits.TERMS);
        this.features = counts.integer("features", 1, Limits.FEATURES);
        this.entries = counts.integer("feature_nonzeros", 0, Limits.ENTRIES);
        this.classes = counts.integer("classes", 1, Limits.CLASSES);
    }

    static GraphData read(SourceFolder folder, int splitIndex) {
        return new GraphFolder(folder).graph(splitIndex);
    }

    private GraphData graph(int splitIndex) {
        int[] labels = files.integers("labels.txt.gz", "the class", -1, classes - 1, nodes);
        NodeSplit split = files.split(splitIndex, nodes).checked(files.place("split.json"), labels);
        Adjacency adjacency = files.adjacency(nodes, edges, meta.bool("edges_directed"));
        TextScanner in = files.text("features.mtx.gz", HEADER_BYTES + (long) entries * ENTRY_BYTES);
        FeatureRows rows = FeatureRows.matrixMarket(in, nodes, features, entries);
        return new GraphData(
                meta.string("name"),
                adjacency,
                features,
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
}
