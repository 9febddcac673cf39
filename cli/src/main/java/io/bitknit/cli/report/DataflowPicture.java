// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The dataflow graph, layered from top to bottom: a box is one row below its lowest operand, and a box without
 * operands stands one row above its first reader, so that weights appear beside the place where they are used. The
 * layer's name stands to the left of its boxes, the phase that computes a box to the right of it.
 */
final class DataflowPicture {
    private static final double LEFT = 96;
    private static final double BOX_WIDTH = 290;
    private static final double BOX_HEIGHT = 46;
    private static final double COLUMN = 312;
    private static final double ROW = 72;
    private static final double NOTE = 250;
    private static final int NAME_CHARACTERS = 38;
    private static final int DETAIL_CHARACTERS = 48;
    private static final int LAYER_CHARACTERS = 11;
    private static final Pattern LAYER = Pattern.compile("layer([0-9]{1,6})\\..*");

    private final Report report;
    private final Report.Dataflow graph;
    private final int[] row;
    private final double[] centre;
    private final double[] rightEdge;

    private DataflowPicture(Report report) {
        this.report = report;
        this.graph = report.dataflow();
        this.row = rows(graph);
        this.centre = new double[row.length];
        this.rightEdge = new double[Arrays.stream(row).max().orElse(-1) + 1];
        place();
    }

    static String of(Report report) {
        return new DataflowPicture(report).draw();
    }

    private String draw() {
        double width =
                Math.max(LEFT + COLUMN + NOTE, Arrays.stream(rightEdge).max().orElse(0) + 12);
        Svg svg = new Svg(width, Math.max(1, rightEdge.length) * ROW, "dataflow graph with " + row.length + " boxes");
        drawLayers(svg);
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
            drawPhase(svg, box, rightEdge[row[b]] + 14, y);
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

    /** Sets the centres and how far each row reaches; the first box of each row stands in the main column. */
    private void place() {
        boolean[] fed = new boolean[row.length];
        graph.edges().forEach(e -> fed[e.to()] = true);
        for (int r = 0; r < rightEdge.length; r++) {
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
                centre[boxes.get(i)] = LEFT + COLUMN * column + BOX_WIDTH / 2;
                rightEdge[r] = LEFT + COLUMN * column + BOX_WIDTH;
            }
        }
    }

    /** A line and the model's own name beside the rows of each layer. */
    private void drawLayers(Svg svg) {
        for (int layer = 0; layer < report.model().layers().size(); layer++) {
            int first = Integer.MAX_VALUE;
            int last = -1;
            for (int b = 0; b < row.length; b++) {
                Matcher name = LAYER.matcher(graph.boxes().get(b).name());
                // Constants stand above the layer that they belong to.
                boolean constant = "data".equals(graph.boxes().get(b).kind());
                if (name.matches() && Integer.parseInt(name.group(1)) == layer && (!constant || row[b] == 0)) {
                    first = Math.min(first, row[b]);
                    last = Math.max(last, row[b]);
                }
            }
            if (last < 0) {
                continue;
            }
            double top = first * ROW + 4;
            svg.line(LEFT - 12, top, LEFT - 12, last * ROW + 4 + BOX_HEIGHT, "band");
            svg.label(
                    LEFT - 20,
                    top + 14,
                    "end",
                    "strong",
                    Markup.shortened(report.model().layers().get(layer).name(), LAYER_CHARACTERS));
        }
    }

    /** Time and bound of the phases that compute a box; a wide one has a phase for each block of features. */
    private void drawPhase(Svg svg, Report.Box box, double x, double y) {
        List<Report.PhaseBound> phases = report.roofline().stream()
                .filter(p -> p.name().equals(box.name()) || p.name().startsWith(box.name() + "."))
                .toList();
        if (phases.isEmpty() || "data".equals(kindClass(box.kind()))) {
            return;
        }
        long cycles = phases.stream().mapToLong(Report.PhaseBound::cycles).sum();
        double roofline =
                phases.stream().mapToDouble(Report.PhaseBound::rooflineCycles).sum();
        String blocks = phases.size() == 1 ? "" : " in " + phases.size() + " blocks";
        svg.label(x, y + 19, "start", "name", Markup.count(cycles) + " cycles" + blocks);
        svg.label(
                x,
                y + 36,
                "start",
                "small",
                Markup.percent(cycles == 0 ? 1 : roofline / cycles) + " of the roofline: "
                        + Markup.shortened(phases.get(0).bound(), 18));
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
