// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.FloatList;
import io.bitknit.model.format.IntList;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.NpyArray;
import io.bitknit.model.format.TextScanner;

/**
 * Non-zero input features in compressed rows.
 *
 * @param nodes rows
 * @param features columns
 * @param rowStart {@code [nodes + 1]}
 * @param column ascending within a row; never mutated
 * @param value finite, not zero; never mutated
 */
record FeatureRows(int nodes, int features, int[] rowStart, int[] column, float[] value) {

    /**
     * A MatrixMarket coordinate file.
     *
     * @param nodes rows that the graph has
     * @param features columns that it is said to have
     * @param entries entries that it is said to have
     * @throws UserException M-004, M-005, M-036, M-040 to M-045
     */
    static FeatureRows matrixMarket(TextScanner in, int nodes, int features, int entries) {
        String place = in.place();
        String header = in.rest(100);
        String[] words = header.split(" +");
        boolean known = words.length == 5
                && words[0].equals("%%MatrixMarket")
                && words[1].equalsIgnoreCase("matrix")
                && words[2].equalsIgnoreCase("coordinate")
                && words[3].matches("(?i)pattern|integer|real")
                && words[4].equalsIgnoreCase("general");
        if (!known) {
            throw ModelError.MATRIX_HEADER.at(place, header);
        }
        boolean pattern = words[3].equalsIgnoreCase("pattern");
        in.endLine();
        while (in.peek() == '%') {
            in.rest(0);
            in.endLine();
        }
        requireCount(in, "rows", nodes);
        space(in);
        requireCount(in, "columns", features);
        space(in);
        requireCount(in, "entries", entries);
        in.endLine();
        return entries(in, nodes, features, entries, pattern);
    }

    private static FeatureRows entries(TextScanner in, int nodes, int features, int entries, boolean pattern) {
        int[] rowStart = new int[nodes + 1];
        IntList columns = new IntList();
        FloatList values = new FloatList();
        int lastRow = 0;
        int lastColumn = 0;
        for (int e = 0; e < entries; e++) {
            int row = position(in, "row", nodes);
            space(in);
            int column = position(in, "column", features);
            if (row < lastRow || (row == lastRow && column <= lastColumn)) {
                throw ModelError.MATRIX_ORDER.at(in.place(), row, column, lastRow, lastColumn);
            }
            float value = 1;
            if (!pattern) {
                space(in);
                value = in.real("a number");
            }
            in.endLine();
            if (value != 0) {
                columns.add(column - 1);
                values.add(value);
                rowStart[row]++;
            }
            lastRow = row;
            lastColumn = column;
        }
        if (!in.atEnd()) {
            throw in.unexpected("the end of the file after " + entries + " entries");
        }
        for (int v = 0; v < nodes; v++) {
            rowStart[v + 1] += rowStart[v];
        }
        return new FeatureRows(nodes, features, rowStart, columns.toArray(), values.toArray());
    }

    private static int position(TextScanner in, String what, int count) {
        return (int) in.integer(what, 1, count);
    }

    private static void space(TextScanner in) {
        if (!in.take(' ') && !in.take('\t')) {
            throw in.unexpected("a space and the next number");
        }
    }

    private static void requireCount(TextScanner in, String what, int declared) {
        String place = in.place();
        long found = in.integer("the number of " + what, 0, Integer.MAX_VALUE);
        if (found != declared) {
            throw ModelError.COUNT_DIFFERS.at(place, found, what, declared);
        }
    }

    /** A dense array {@code [nodes, features]}. @throws UserException M-029, M-057, M-061 */
    static FeatureRows dense(NpyArray x) {
        x.requireRank(2, "[nodes, features]");
        int nodes = x.size(0);
        int features = x.size(1);
        GraphLimits.check(x.place(), "nodes", nodes, Limits.NODES);
        GraphLimits.check(x.place(), "features", features, Limits.FEATURES);
        int[] rowStart = new int[nodes + 1];
        IntList columns = new IntList();
        FloatList values = new FloatList();
        for (int v = 0; v < nodes; v++) {
            for (int f = 0; f < features; f++) {
                float value = x.real(v * features + f);
                if (value != 0) {
                    columns.add(f);
                    values.add(value);
                }
            }
            GraphLimits.check(x.place(), "non-zero features", columns.size(), Limits.ENTRIES);
            rowStart[v + 1] = columns.size();
        }
        return new FeatureRows(nodes, features, rowStart, columns.toArray(), values.toArray());
    }
}
