// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphData;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.IntList;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.TextScanner;
import java.util.List;

/**
 * A node classification graph as a folder: {@code meta.json}, {@code adjacency.txt.gz}, {@code features.mtx.gz},
 * {@code labels.txt.gz}, {@code split.json}. The counts of {@code meta.json} bound how far the compressed files may
 * expand, and the files must then agree with them.
 */
final class GraphFolder {
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
    /** A node id, or a label with its sign, and the space or line feed after it. */
    private static final int ID_BYTES = 12;
    /** Row, column and the longest number that is read, each with what follows it. */
    private static final int ENTRY_BYTES = 2 * ID_BYTES + 65;
    /** Header and comments of a matrix. */
    private static final int HEADER_BYTES = 1 << 16;

    private final SourceFolder folder;
    private final Digest digest = new Digest();
    private final JsonSection meta;
    private final int nodes;
    private final int edges;
    private final int features;
    private final int entries;
    private final int classes;

    private GraphFolder(SourceFolder folder) {
        this.folder = folder;
        byte[] text = folder.bytes("meta.json", Limits.JSON_BYTES);
        digest.add("meta.json", text);
        this.meta = JsonSection.parse(folder.place("meta.json"), text);
        meta.onlyKeys(META_KEYS);
        int version = meta.integer("format_version", 0, Integer.MAX_VALUE);
        if (version != 1) {
            throw ModelError.VERSION_WRONG.at(meta.place("format_version"), version, 1);
        }
        if (!meta.string("task").equals("node classification")) {
            throw ModelError.TASK_UNSUPPORTED.at(meta.place("task"), meta.string("task"));
        }
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
        int[] labels = labels();
        NodeSplit split = split(splitIndex).checked(folder.place("split.json"), labels);
        Adjacency adjacency = adjacency();
        GraphLimits.check(folder.place("adjacency.txt.gz"), "directed edges", adjacency.terms(), Limits.TERMS);
        FeatureRows rows = features();
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
                digest.hex());
    }

    /** Opens a compressed file after comparing it with what {@code meta.json} says about it. */
    private TextScanner open(String name, long maxExpandedBytes) {
        byte[] content = content(name, Limits.FILE_BYTES);
        return TextScanner.gzip(folder.place(name), content, maxExpandedBytes);
    }

    private byte[] content(String name, int maxBytes) {
        byte[] content = folder.bytes(name, maxBytes);
        String found = digest.add(name, content);
        if (meta.has("files") && meta.section("files").has(name)) {
            JsonSection said = meta.section("files").section(name);
            if (said.has("sha256") && !said.string("sha256").equalsIgnoreCase(found)) {
                throw ModelError.DIGEST_DIFFERS.at(folder.place(name), found, said.string("sha256"));
            }
        }
        return content;
    }

    private Adjacency adjacency() {
        boolean directed = meta.bool("edges_directed");
        String name = "adjacency.txt.gz";
        TextScanner in = open(name, (long) nodes * 2 + (long) edges * ID_BYTES);
        IntList from = new IntList();
        IntList to = new IntList();
        int node = 0;
        for (; !in.atEnd(); node++) {
            int last = -1;
            while (!in.atLineEnd()) {
                if (last >= 0 && !in.take(' ')) {
                    throw in.unexpected("a space or the end of the line");
                }
                int target = in.id("a node id", nodes - 1);
                if (target <= last) {
                    throw ModelError.NOT_ASCENDING.at(in.place(), target, last);
                }
                if (!directed && target <= node) {
                    throw ModelError.NOT_UNDIRECTED.at(in.place(), node, target);
                }
                from.add(node);
                to.add(target);
                last = target;
            }
            in.endLine();
            if (node >= nodes) {
                throw ModelError.COUNT_DIFFERS.at(folder.place(name), node + 1, "lines or more", nodes);
            }
        }
        requireCount(name, node, "lines", nodes);
        requireCount(name, from.size(), "edges", edges);
        return IncomingEdges.of(nodes, from.toArray(), to.toArray(), !directed);
    }

    private FeatureRows features() {
        TextScanner in = open("features.mtx.gz", HEADER_BYTES + (long) entries * ENTRY_BYTES);
        return FeatureRows.matrixMarket(in, nodes, features, entries);
    }

    private int[] labels() {
        TextScanner in = open("labels.txt.gz", (long) nodes * ID_BYTES);
        IntList labels = new IntList();
        while (!in.atEnd()) {
            labels.add((int) in.integer("the class", -1, classes - 1));
            in.endLine();
        }
        requireCount("labels.txt.gz", labels.size(), "lines", nodes);
        return labels.toArray();
    }

    private void requireCount(String name, int found, String what, int declared) {
        if (found != declared) {
            throw ModelError.COUNT_DIFFERS.at(folder.place(name), found, what, declared);
        }
    }

    /** @throws UserException M-010 to M-014, M-038 */
    private NodeSplit split(int index) {
        byte[] text = content("split.json", Limits.JSON_LIST_BYTES);
        JsonSection root = JsonSection.parseLists(folder.place("split.json"), text);
        root.onlyKeys("kind", "generated", "splits");
        List<JsonSection> splits = root.sections("splits");
        if (index < 0 || index >= splits.size()) {
            throw ModelError.SPLIT_MISSING.at(root.place("splits"), index, splits.size());
        }
        JsonSection split = splits.get(index);
        split.onlyKeys("name", "train", "val", "test");
        return new NodeSplit(
                split.integers("train", 0, nodes - 1),
                split.integers("val", 0, nodes - 1),
                split.integers("test", 0, nodes - 1));
    }
}
