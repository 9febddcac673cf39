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

    /** Measured cycles of each phase, and what each part of the hardware alone would take; the longest one binds. */
    static String roofline(List<Report.PhaseBound> phases) {
        int limits = phases.stream().mapToInt(p -> p.limits().size()).sum();
        double head = 26;
        double thin = 17;
        double gap = 14;
        Svg svg = new Svg(
                WIDTH,
                phases.size() * (head + gap) + limits * thin,
                "cycles of each phase against what its hardware takes at least");
        double longest =
                phases.stream().mapToDouble(Report.PhaseBound::cycles).max().orElse(1);
        double perCycle = BAR / Math.max(1, longest);
        double y = 0;
        for (Report.PhaseBound phase : phases) {
            svg.label(LEFT - 10, y + 19, "end", "strong", Markup.shortened(phase.name(), 25));
            String kind = "run " + DataflowPicture.kindClass(phase.kind());
            String tooltip = phase.name() + ": " + phase.cycles() + " cycles";
            svg.rect(LEFT, y + 6, phase.cycles() * perCycle, 18, 2, kind, tooltip);
            svg.label(
                    LEFT + BAR + 10,
                    y + 19,
                    "start",
                    "name",
                    Markup.count(phase.cycles()) + " cycles, " + Markup.percent(phase.fraction()) + " of the roofline");
            y += head;
            for (Report.Limit limit : phase.limits()) {
                boolean binds = limit.name().equals(phase.bound());
                svg.label(LEFT - 10, y + 12, "end", "small", Markup.shortened(limit.name(), 30));
                svg.rect(LEFT, y + 3, limit.cycles() * perCycle, 10, 1, binds ? "binding" : "thin", "");
                svg.label(
                        LEFT + BAR + 10,
                        y + 12,
                        "start",
                        "small",
                        Markup.decimal(Math.ceil(limit.cycles()), 0) + (binds ? " \u2014 binds" : ""));
                y += thin;
            }
            y += gap;
        }
        return svg.element();
    }

    /** Memory of features and weights in floating point and as stored, in bits. */
    static String memory(Report.Bits bits) {
        Svg svg = new Svg(WIDTH, 2 * ROW + 4, "memory before and after");
        double longest = Math.max(1, Math.max(bits.memoryBeforeBits(), bits.memoryAfterBits()));
        String[] names = {"before: 32-bit floats", "after: as stored"};
        long[] sizes = {bits.memoryBeforeBits(), bits.memoryAfterBits()};
        for (int i = 0; i < sizes.length; i++) {
            double y = i * ROW;
            svg.label(LEFT - 10, y + 18, "end", "name", names[i]);
            svg.rect(LEFT, y + 6, BAR * sizes[i] / longest, 16, 2, i == 0 ? "thin" : "use", "");
            svg.label(LEFT + BAR + 10, y + 18, "start", "small", Markup.bits(sizes[i]));
        }
        return svg.element();
    }
}
