// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where a command prints: results to {@code out}, progress and errors to {@code err}.
 *
 * @param terminal whether {@code err} is a terminal, so that bars and colours make sense
 */
record Console(PrintStream out, PrintStream err, boolean terminal) {
    /** The process's own streams, always UTF-8; the launcher says whether they are a terminal. */
    static Console system() {
        return new Console(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                Boolean.getBoolean("bitknit.terminal"));
    }

    /** The same console without progress. */
    Console quiet() {
        return new Console(out, new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8), false);
    }

    /** One line of the result. */
    void say(String line) {
        out.println(line);
    }

    /** Name and value in two columns. */
    void fact(String name, String value) {
        out.println(String.format("  %-26s %s", name, value));
    }

    /** Rows as columns, the first row being the heading; columns of numbers are aligned to the right. */
    void table(List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        int columns = rows.get(0).size();
        int[] width = new int[columns];
        boolean[] number = new boolean[columns];
        for (int c = 0; c < columns; c++) {
            int column = c;
            width[c] =
                    rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
            number[c] = rows.stream().skip(1).allMatch(row -> row.get(column).matches("[-+]?[0-9][0-9., ]*( ?%)?|-|"));
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(" ");
            for (int c = 0; c < columns; c++) {
                String pad = " ".repeat(width[c] - length(row.get(c)));
                line.append(' ')
                        .append(number[c] ? pad + row.get(c) : row.get(c) + pad)
                        .append(' ');
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
