// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.util.List;

/** An HTML table under construction. Cells are raw text and escaped here. */
final class Table {
    private final StringBuilder body = new StringBuilder();
    private final List<String> columns;

    /** @param columns headings; one that starts with {@code #} is a column of numbers */
    Table(String... columns) {
        this.columns = List.of(columns);
    }

    /** @param kind class of the row, or empty */
    Table row(String kind, String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalStateException(
                    "report table: " + cells.length + " cells in a table of " + columns.size() + " columns");
        }
        body.append(kind.isEmpty() ? "<tr>" : "<tr class=\"" + kind + "\">");
        for (int i = 0; i < cells.length; i++) {
            body.append(columns.get(i).startsWith("#") ? "<td class=\"n\">" : "<td>");
            body.append(Markup.text(cells[i])).append("</td>");
        }
        body.append("</tr>\n");
        return this;
    }

    String element() {
        StringBuilder out = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr>");
        for (String column : columns) {
            boolean number = column.startsWith("#");
            out.append(number ? "<th class=\"n\">" : "<th>");
            out.append(Markup.text(number ? column.substring(1) : column)).append("</th>");
        }
        return out.append("</tr></thead>\n<tbody>\n")
                .append(body)
                .append("</tbody></table></div>\n")
                .toString();
    }
}
