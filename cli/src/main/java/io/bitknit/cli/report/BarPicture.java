// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.util.List;

/** Horizontal bars: use of a board's resources, and cycles of a phase over its roofline. */
final class BarPicture {
    private static final double LEFT = 200;
    private static final double BAR = 440;
    private static final double WIDTH = 900;
    private static final double ROW = 30;

    private BarPicture() {}

    static String utilisation(Report.Board board) {
        Svg svg = new Svg(WIDTH, board.uses().size() * ROW + 22, "use of the resources of " + board.name());
        double y = 0;
        for (Report.Use use : board.uses()) {
            double share = use.capacity() == 0 ? (use.used() == 0 ? 0 : 2) : use.used() / use.capacity();
            svg.label(LEFT - 10, y + 18, "end", "name", use.resource());
            svg.rect(LEFT, y + 6, BAR, 16, 2, "idle", "");
            svg.rect(
                    LEFT,
                    y + 6,
                    BAR * Math.min(1, share),
                    16,
                    2,
                    share > use.limit() ? "over" : "use",
                    use.resource() + ": " + Markup.decimal(use.used(), 1) + " of " + Markup.decimal(use.capacity(), 1));
            double limit = LEFT + BAR * use.limit();
            svg.line(limit, y + 3, limit, y + 25, "limit");
            svg.label(
                    LEFT + BAR + 10,
                    y + 18,
                    "start",
                    "small",
                    (use.capacity() == 0 ? "" : Markup.percent(share) + " \u2014 ") + Markup.decimal(use.used(), 1)
                            + " of " + Markup.decimal(use.capacity(), 1));
            y += ROW;
        }
        svg.label(LEFT, y + 14, "start", "small", "line: share that is usable in practice");
        return svg.element();
    }

    static String roofline(List<Report.PhaseBound> phases) {
        double rowHeight = ROW;
        Svg svg = new Svg(WIDTH, phases.size() * rowHeight + 4, "cycles of each phase against its roofline");
        double longest =
                phases.stream().mapToDouble(Report.PhaseBound::cycles).max().orElse(1);
        double y = 0;
        for (Report.PhaseBound phase : phases) {
            double perCycle = BAR / Math.max(1, longest);
            svg.label(LEFT - 10, y + 19, "end", "name", Markup.shortened(phase.name(), 27));
            svg.rect(
                    LEFT,
                    y + 6,
                    phase.cycles() * perCycle,
                    18,
                    2,
                    "waiting",
                    phase.name() + ": " + phase.cycles() + " cycles");
            svg.rect(
                    LEFT,
                    y + 6,
                    phase.rooflineCycles() * perCycle,
                    18,
                    2,
                    "run " + DataflowPicture.kindClass(phase.kind()),
                    "roofline: " + Markup.decimal(phase.rooflineCycles(), 0) + " cycles, bound: " + phase.bound());
            svg.label(
                    LEFT + BAR + 10,
                    y + 19,
                    "start",
                    "small",
                    Markup.percent(phase.fraction()) + " \u2014 " + Markup.decimal(phase.rooflineCycles(), 0) + " of "
                            + Markup.count(phase.cycles()) + " cycles");
            y += rowHeight;
        }
        return svg.element();
    }
}
