// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The dataflow graph, layered from top to bottom: a box is one row below its lowest operand, and a box without
 * operands stands one row above its first reader, so that weights appear beside the place where they are used.
 */
final class DataflowPicture {
    private static final double BOX_WIDTH = 310;
    private static final double BOX_HEIGHT = 46;
    private static final double COLUMN = 340;
    private static final double ROW = 78;
    private static final int NAME_CHARACTERS = 40;
    private static final int DETAIL_CHARACTERS = 52;

    private DataflowPicture() {}

    static String of(Report.Dataflow graph) {
        int[] row = rows(graph);
        int rows = Arrays.stream(row).max().orElse(-1) + 1;
        double[] centre = new double[row.length];
        double width = place(graph, row, rows, centre);
        Svg svg = new Svg(width, Math.max(1, rows) * ROW, "dataflow graph with " + row.length + " boxes");
        for (Report.Edge edge : graph.edges()) {
            drawEdge(svg, centre[edge.from()], row[edge.from()], centre[edge.to()], row[edge.to()]);
        }
        for (int b = 0; b < row.length; b++) {
            Report.Box box = graph.boxes().get(b);
            double x = centre[b] - BOX_WIDTH / 2;
            double y = row[b] * ROW + 4;
            svg.rect(x, y, BOX_WIDTH, BOX_HEIGHT, 6, "box " + kindClass(box.kind()), box.name() + ": " + box.detail());
            svg.label(centre[b], y + 19, "middle", "name", Markup.shortened(box.name(), NAME_CHARACTERS));
            svg.label(centre[b], y + 36, "middle", "small", Markup.shortened(box.detail(), DETAIL_CHARACTERS));
        }
        return svg.element();
    }

    /** Class of a kind; unknown kinds look like data. */
    static String kindClass(String kind) {
        return switch (kind) {
            case "combine", "aggregate", "requantize" -> kind;
            default -> "data";
        };
    }

    private static int[] rows(Report.Dataflow graph) {
        int boxes = graph.boxes().size();
        int[] row = new int[boxes];
        boolean[] read = new boolean[boxes];
        boolean[] fed = new boolean[boxes];
        for (Report.Edge edge : graph.edges()) {
            fed[edge.to()] = true;
            read[edge.from()] = true;
        }
        // As many rounds as the longest path has edges; boxes come in program order, so usually two.
        boolean moved = true;
        for (int round = 0; moved && round <= boxes; round++) {
            moved = false;
            for (Report.Edge edge : graph.edges()) {
                if (row[edge.to()] <= row[edge.from()]) {
                    row[edge.to()] = row[edge.from()] + 1;
                    moved = true;
                }
            }
        }
        for (int b = 0; b < boxes; b++) {
            if (!fed[b] && read[b]) {
                int box = b;
                row[b] = graph.edges().stream()
                                .filter(e -> e.from() == box)
                                .mapToInt(e -> row[e.to()])
                                .min()
                                .orElse(1)
                        - 1;
            }
        }
        return row;
    }

    /** Sets the centres; the first box of each row stands in the main column. Returns the picture's width. */
    private static double place(Report.Dataflow graph, int[] row, int rows, double[] centre) {
        boolean[] fed = new boolean[row.length];
        graph.edges().forEach(e -> fed[e.to()] = true);
        double right = COLUMN;
        for (int r = 0; r < rows; r++) {
            List<Integer> boxes = new ArrayList<>();
            for (int b = 0; b < row.length; b++) {
                if (row[b] == r) {
                    // Results before side inputs: the chain of layers is the straight line.
                    boxes.add(fed[b] ? (int) boxes.stream().filter(o -> fed[o]).count() : boxes.size(), b);
                }
            }
            for (int i = 0; i < boxes.size(); i++) {
                boolean aside = r > 0 && !fed[boxes.get(0)];
                int column = aside ? i + 1 : i;
                centre[boxes.get(i)] = COLUMN * column + COLUMN / 2;
                right = Math.max(right, COLUMN * (column + 1));
            }
        }
        return right;
    }

    private static void drawEdge(Svg svg, double x1, int fromRow, double x2, int toRow) {
        double y1 = fromRow * ROW + 4 + BOX_HEIGHT;
        double y2 = toRow * ROW + 4;
        if (toRow - fromRow > 1 && x1 == x2) {
            // A longer edge goes around the boxes between its ends.
            x1 += BOX_WIDTH / 2 - 12;
            x2 += BOX_WIDTH / 2 - 12;
            double side = x1 + 24;
            svg.path(
                    "M" + Markup.px(x1) + " " + Markup.px(y1) + "C" + Markup.px(side) + " " + Markup.px(y1 + 20) + " "
                            + Markup.px(side) + " " + Markup.px(y2 - 20) + " " + Markup.px(x2) + " "
                            + Markup.px(y2 - 5),
                    "edge");
        } else {
            double bend = (y2 - y1) * 0.6;
            svg.path(
                    "M" + Markup.px(x1) + " " + Markup.px(y1) + "C" + Markup.px(x1) + " " + Markup.px(y1 + bend) + " "
                            + Markup.px(x2) + " " + Markup.px(y2 - bend) + " " + Markup.px(x2) + " "
                            + Markup.px(y2 - 5),
                    "edge");
        }
        svg.path(
                "M" + Markup.px(x2 - 4) + " " + Markup.px(y2 - 7) + "L" + Markup.px(x2 + 4) + " " + Markup.px(y2 - 7)
                        + "L" + Markup.px(x2) + " " + Markup.px(y2) + "Z",
                "arrow");
    }
}
