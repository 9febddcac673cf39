// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

/** What every engine does in every phase: one bar per phase and engine, as long as the phase. */
final class EngineShares {
    private static final double LEFT = 240;
    private static final double BAR = 400;
    private static final double WIDTH = 900;
    private static final double ROW = 19;
    private static final double GAP = 9;

    private EngineShares() {}

    static String of(Report.Schedule schedule) {
        int rows = schedule.phases().stream().mapToInt(p -> p.engines().size()).sum();
        Svg svg = new Svg(
                WIDTH,
                rows * ROW + schedule.phases().size() * GAP + 4,
                "cycles that each engine runs, waits and is idle in each phase");
        double longest = schedule.phases().stream()
                .mapToLong(Report.PhaseTime::cycles)
                .max()
                .orElse(1);
        double perCycle = BAR / Math.max(1, longest);
        double y = 2;
        for (Report.PhaseTime phase : schedule.phases()) {
            svg.label(LEFT - 90, y + 13, "end", "name", Markup.shortened(phase.name(), 22));
            for (int e = 0; e < phase.engines().size(); e++) {
                drawEngine(svg, phase, e, y, perCycle);
                y += ROW;
            }
            y += GAP;
        }
        return svg.element();
    }

    private static void drawEngine(Svg svg, Report.PhaseTime phase, int engine, double y, double perCycle) {
        Report.EngineTime time = phase.engines().get(engine);
        String what = phase.name() + ", engine " + engine + ": ";
        double running = time.running() * perCycle;
        double waiting = time.waiting() * perCycle;
        svg.label(LEFT - 10, y + 13, "end", "small", "engine " + engine);
        svg.rect(LEFT, y + 2, phase.cycles() * perCycle, 14, 0, "idle", what + time.idle() + " cycles idle");
        svg.rect(
                LEFT,
                y + 2,
                running,
                14,
                0,
                "run " + DataflowPicture.kindClass(phase.kind()),
                what + time.running() + " cycles running");
        svg.rect(LEFT + running, y + 2, waiting, 14, 0, "waiting", what + time.waiting() + " cycles waiting");
        svg.label(
                LEFT + BAR + 10,
                y + 13,
                "start",
                "small",
                Markup.count(time.running()) + " running, " + Markup.count(time.waiting()) + " waiting, "
                        + Markup.count(time.idle()) + " idle");
    }
}
