// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.util.List;

/** The schedule: time to the right in cycles, one row per engine, one colour per kind of phase. */
final class TimelinePicture {
    private static final double LEFT = 76;
    private static final double WIDTH = 900;
    private static final double TOP = 40;
    private static final double ROW = 28;
    private static final double GAP = 5;
    private static final int NAME_CHARACTER_PIXELS = 7;

    private TimelinePicture() {}

    static String of(Report.Schedule schedule) {
        double height = TOP + schedule.engines() * (ROW + GAP) + 26;
        double perCycle = (WIDTH - LEFT - 8) / Math.max(1, schedule.predictedCycles());
        Svg svg = new Svg(
                WIDTH,
                height,
                "schedule of " + schedule.engines() + " engines over " + schedule.predictedCycles() + " cycles");
        double bottom = height - 26;
        for (int e = 0; e < schedule.engines(); e++) {
            svg.label(LEFT - 8, TOP + e * (ROW + GAP) + 18, "end", "small", "engine " + e);
            svg.rect(LEFT, TOP + e * (ROW + GAP), WIDTH - LEFT - 8, ROW, 0, "idle", "");
        }
        for (Report.PhaseTime phase : schedule.phases()) {
            double x = LEFT + phase.startCycle() * perCycle;
            double w = phase.cycles() * perCycle;
            svg.line(x, TOP - 8, x, bottom, "grid");
            int characters = (int) (w / NAME_CHARACTER_PIXELS);
            if (characters >= 4) {
                svg.label(x + 3, TOP - 14, "start", "small", Markup.shortened(phase.name(), characters));
            }
            for (int e = 0; e < phase.engines().size(); e++) {
                drawEngine(svg, phase, e, x, TOP + e * (ROW + GAP), perCycle);
            }
        }
        axis(svg, schedule.predictedCycles(), perCycle, bottom);
        return svg.element();
    }

    private static void drawEngine(Svg svg, Report.PhaseTime phase, int engine, double x, double y, double perCycle) {
        Report.EngineTime time = phase.engines().get(engine);
        long steps = time.running() + time.waiting();
        String tooltip = phase.name() + ", engine " + engine + ": " + time.running() + " cycles running, "
                + time.waiting() + " waiting, " + time.idle() + " idle";
        svg.rect(x, y, steps * perCycle, ROW, 0, "waiting", tooltip);
        List<Double> activity = time.activity();
        String kind = DataflowPicture.kindClass(phase.kind());
        double w = steps * perCycle / Math.max(1, activity.size());
        int i = 0;
        while (i < activity.size()) {
            int end = i + 1;
            while (end < activity.size() && Math.abs(activity.get(end) - activity.get(i)) < 0.005) {
                end++;
            }
            double h = ROW * activity.get(i);
            svg.rect(x + i * w, y + ROW - h, (end - i) * w, h, 0, "run " + kind, tooltip);
            i = end;
        }
    }

    private static void axis(Svg svg, long cycles, double perCycle, double bottom) {
        long step = 1;
        for (int i = 0; cycles / step > 8; i++) {
            step = i % 3 == 1 ? step * 5 / 2 : step * 2;
        }
        for (long c = 0; c <= cycles; c += step) {
            double x = LEFT + c * perCycle;
            svg.line(x, bottom, x, bottom + 5, "grid");
            svg.label(x, bottom + 18, "middle", "small", Markup.count(c));
        }
    }
}
