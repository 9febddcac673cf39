// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.GraphData;
import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.IntList;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.TextScanner;

/**
 * A plain edge list: one edge per line, source and target, separated by a tab, a comma or spaces; an optional line of
 * column names; lines that start with {@code #} are comments. Features, labels and masks are in the {@code .npz} file
 * of the same name beside it, as {@link NpzGraph} describes.
 */
final class EdgeListGraph {
    private EdgeListGraph() {}

    /** @throws UserException M-001 to M-006, M-040, M-041, and those of {@link NpzGraph} */
    static GraphData read(SourceFolder folder, String name, int splitIndex) {
        byte[] content = folder.bytes(name, Limits.FILE_BYTES);
        Digest digest = new Digest();
        digest.add(name, content);
        String arrays = name.substring(0, name.lastIndexOf('.')) + ".npz";
        return NpzGraph.beside(
                folder,
                arrays,
                nodes -> edges(TextScanner.plain(folder.place(name), content), nodes),
                splitIndex,
                digest);
    }

    static NpzGraph.Edges edges(TextScanner in, int nodes) {
        IntList from = new IntList();
        IntList to = new IntList();
        boolean first = true;
        while (!in.atEnd()) {
            if (in.peek() == '#') {
                in.rest(0);
            } else if (first && isName(in.peek())) {
                in.rest(0);
                first = false;
            } else if (!in.atLineEnd()) {
                from.add(in.id("a node id", nodes - 1));
                separator(in);
                to.add(in.id("a node id", nodes - 1));
                blanks(in);
                first = false;
                if (from.size() > Limits.TERMS) {
                    throw ModelError.GRAPH_TOO_LARGE.at(in.place(), from.size(), "edges", Limits.TERMS);
                }
            }
            in.endLine();
        }
        return new NpzGraph.Edges(from.toArray(), to.toArray());
    }

    /** Column names start with a letter, a quote or an underscore; numbers and signs do not. */
    private static boolean isName(int next) {
        return Character.isLetter(next) || next == '"' || next == '_';
    }

    private static void separator(TextScanner in) {
        boolean blank = blanks(in);
        boolean comma = in.take(',');
        blanks(in);
        if (!blank && !comma) {
            throw in.unexpected("a tab, a comma or a space and the target's node id");
        }
    }

    private static boolean blanks(TextScanner in) {
        boolean some = false;
        while (in.take(' ') || in.take('\t')) {
            some = true;
        }
        return some;
    }
}
