// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.Adjacency;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.IntList;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.TextScanner;
import java.util.List;

/**
 * The files of a graph folder as {@code meta.json} describes them: its counts bound how far the compressed files may
 * expand, and the files must then agree with them.
 */
final class FolderText {
    /** A node id, or a label with its sign, and the space or line feed after it. */
    static final int ID_BYTES = 12;

    private final SourceFolder folder;
    private final Digest digest = new Digest();
    private final JsonSection meta;

    private FolderText(SourceFolder folder, String[] metaKeys) {
        this.folder = folder;
        byte[] text = folder.bytes("meta.json", Limits.JSON_BYTES);
        digest.add("meta.json", text);
        this.meta = JsonSection.parse(folder.place("meta.json"), text);
        meta.onlyKeys(metaKeys);
        int version = meta.integer("format_version", 0, Integer.MAX_VALUE);
        if (version != 1) {
            throw ModelError.VERSION_WRONG.at(meta.place("format_version"), version, 1);
        }
    }

    /** @throws UserException M-001 to M-013, M-081 */
    static FolderText open(SourceFolder folder, String[] metaKeys) {
        return new FolderText(folder, metaKeys);
    }

    /** What a folder is for, without any check of the rest. */
    static String task(SourceFolder folder) {
        return JsonSection.read(folder, "meta.json").string("task");
    }

    JsonSection meta() {
        return meta;
    }

    String place(String name) {
        return folder.place(name);
    }

    boolean has(String name) {
        return folder.has(name);
    }

    /** Of everything that was read so far. */
    String digest() {
        return digest.hex();
    }

    /** @throws UserException M-035 */
    void requireTask(String task) {
        if (!meta.string("task").equals(task)) {
            throw ModelError.TASK_UNSUPPORTED.at(meta.place("task"), meta.string("task"), task);
        }
    }

    /** Opens a compressed file after comparing it with what {@code meta.json} says about it. */
    TextScanner text(String name, long maxExpandedBytes) {
        return TextScanner.gzip(folder.place(name), content(name, Limits.FILE_BYTES), maxExpandedBytes);
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

    /** Neighbour lists: line i holds the targets of node i. @throws UserException M-004, M-005, M-036 to M-042, M-061 */
    Adjacency adjacency(int nodes, int edges, boolean directed) {
        String name = "adjacency.txt.gz";
        TextScanner in = text(name, (long) nodes * 2 + (long) edges * ID_BYTES);
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
        Adjacency adjacency = IncomingEdges.of(nodes, from.toArray(), to.toArray(), !directed);
        GraphLimits.check(folder.place(name), "directed edges", adjacency.terms(), Limits.TERMS);
        return adjacency;
    }

    /** One integer per line. @throws UserException M-004, M-005, M-036, M-037, M-040, M-041 */
    int[] integers(String name, String what, int low, int high, int count) {
        TextScanner in = text(name, (long) count * ID_BYTES);
        IntList values = new IntList();
        while (!in.atEnd()) {
            values.add((int) in.integer(what, low, high));
            in.endLine();
        }
        requireCount(name, values.size(), "lines", count);
        return values.toArray();
    }

    private void requireCount(String name, int found, String what, int declared) {
        if (found != declared) {
            throw ModelError.COUNT_DIFFERS.at(folder.place(name), found, what, declared);
        }
    }

    /** @param ids ids are below it @throws UserException M-010 to M-014, M-038 */
    NodeSplit split(int index, int ids) {
        return split(splits(index).get(index), ids);
    }

    /** Every split in order; the one of the index is there. */
    private List<JsonSection> splits(int index) {
        byte[] text = content("split.json", Limits.JSON_LIST_BYTES);
        JsonSection root = JsonSection.parseLists(folder.place("split.json"), text);
        root.onlyKeys("kind", "generated", "splits");
        List<JsonSection> splits = root.sections("splits");
        if (index < 0 || index >= splits.size()) {
            throw ModelError.SPLIT_MISSING.at(folder.place("split.json") + " /splits", index, splits.size());
        }
        return splits;
    }

    private static NodeSplit split(JsonSection split, int ids) {
        split.onlyKeys("name", "train", "val", "test");
        return new NodeSplit(
                split.integers("train", 0, ids - 1),
                split.integers("val", 0, ids - 1),
                split.integers("test", 0, ids - 1));
    }

    /**
     * A split of a cross-validation: where it has no validation part, the test part of the fold before it is taken out
     * of training for that, as the field does, so that nothing is chosen on test graphs.
     *
     * @throws UserException M-010 to M-014, M-038
     */
    NodeSplit fold(int index, int ids) {
        List<JsonSection> splits = splits(index);
        NodeSplit own = split(splits.get(index), ids);
        if (own.validation().length > 0 || splits.size() < 2) {
            return own;
        }
        NodeSplit before = split(splits.get((index + splits.size() - 1) % splits.size()), ids);
        return own.withValidation(before.test(), ids);
    }
}
