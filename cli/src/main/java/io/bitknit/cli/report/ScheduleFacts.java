// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.EnginePlan;
import io.bitknit.compiler.design.Phase;
import java.util.ArrayList;
import java.util.List;

/** Reads the timeline out of a design: what every engine does in every cycle follows from its runs. */
final class ScheduleFacts {
    /** Parts of an engine's steps in a phase that the picture tells apart. */
    private static final int PARTS = 32;

    private ScheduleFacts() {}

    static Report.Schedule of(Design design) {
        List<Report.PhaseTime> phases = new ArrayList<>();
        for (Phase phase : design.phases()) {
            List<Report.EngineTime> engines = new ArrayList<>();
            for (int e = 0; e < phase.engines().size(); e++) {
                engines.add(time(
                        phase, phase.engines().get(e), design.engineImages().get(e)));
            }
            phases.add(new Report.PhaseTime(phase.name(), kind(phase), phase.startCycle(), phase.cycles(), engines));
        }
        long setup = design.phases().isEmpty() ? 0 : design.phases().get(0).startCycle();
        return new Report.Schedule(
                design.predictedCycles(), setup, design.shape().engines(), phases);
    }

    /** Kind of a phase, as pictures colour it. */
    static String kind(Phase phase) {
        return phase.part() == Phase.Part.AGGREGATE ? "aggregate" : "combine";
    }

    private static Report.EngineTime time(Phase phase, EnginePlan plan, EngineImage image) {
        int parts = Math.min(PARTS, Math.max(1, plan.steps()));
        long[] running = new long[parts];
        long step = 0;
        long total = 0;
        for (int r = plan.runStart(); r < plan.runEnd(); r++) {
            int op = EngineImage.runOp(image.runs()[r]);
            if (op == EngineImage.OP_END) {
                continue;
            }
            int length = EngineImage.runLength(image.runs()[r]);
            if (op != EngineImage.OP_IDLE) {
                total += length;
                for (long s = step; s < step + length; s++) {
                    running[(int) Math.min(parts - 1, s * parts / Math.max(1, plan.steps()))]++;
                }
            }
            step += length;
        }
        List<Double> activity = new ArrayList<>();
        for (int p = 0; p < parts; p++) {
            long first = ceil((long) p * plan.steps(), parts);
            long end = ceil((p + 1L) * plan.steps(), parts);
            // Four places are more than a picture shows and keep the file short.
            double share = end == first ? 1 : (double) running[p] / (end - first);
            activity.add(Math.round(share * 1e4) / 1e4);
        }
        return new Report.EngineTime(total, plan.steps() - total, phase.cycles() - plan.steps(), activity);
    }

    private static long ceil(long a, long b) {
        return (a + b - 1) / b;
    }
}
