// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schedule over time, and each phase against its roofline. */
final class ScheduleSection {
    private ScheduleSection() {}

    static String of(Report report) {
        Report.Schedule schedule = report.schedule();
        StringBuilder out = new StringBuilder();
        out.append(
                "<p class=\"soft\"><i class=\"key combine\"></i>combination<i class=\"key aggregate\"></i>"
                        + "aggregation<i class=\"key wait\"></i>waiting for requantizers and row writers<i class=\"key none\"></i>idle</p>\n");
        out.append(TimelinePicture.of(schedule));
        out.append(ReportPage.paragraph("Predicted: " + Markup.count(schedule.predictedCycles())
                + " cycles from the run command to done, " + Markup.count(schedule.setupCycles())
                + " of them before the first phase. " + measured(report.agreement(), schedule)));
        Table table = new Table("phase", "#starts at", "#cycles", "#running", "#waiting", "#idle");
        for (Report.PhaseTime phase : schedule.phases()) {
            long running = phase.engines().stream()
                    .mapToLong(Report.EngineTime::running)
                    .sum();
            long waiting = phase.engines().stream()
                    .mapToLong(Report.EngineTime::waiting)
                    .sum();
            long idle =
                    phase.engines().stream().mapToLong(Report.EngineTime::idle).sum();
            double all = Math.max(1, running + waiting + idle);
            table.row(
                    "",
                    phase.name(),
                    Markup.count(phase.startCycle()),
                    Markup.count(phase.cycles()),
                    Markup.percent(running / all),
                    Markup.percent(waiting / all),
                    Markup.percent(idle / all));
        }
        out.append(table.element());
        out.append(ReportPage.note("Shares are of the cycles of all engines together."));
        out.append("<h3>Roofline</h3>\n").append(BarPicture.roofline(report.roofline()));
        out.append(losses(report));
        double cycles = report.roofline().stream()
                .mapToDouble(Report.PhaseBound::cycles)
                .sum();
        double roofline = report.roofline().stream()
                .mapToDouble(Report.PhaseBound::rooflineCycles)
                .sum();
        return out.append(ReportPage.note("Full colour: the fewest cycles that this configuration could take. All "
                        + "phases together reach " + Markup.percent(cycles == 0 ? 1 : roofline / cycles)
                        + " of it."))
                .toString();
    }

    private static String losses(Report report) {
        Table table = new Table("phase", "bound by", "held back by, in cycles of the mean engine");
        for (Report.PhaseBound phase : report.roofline()) {
            List<String> causes = phase.losses().stream()
                    .filter(loss -> loss.cycles() >= 0.5)
                    .map(loss -> loss.cause() + " " + Markup.decimal(loss.cycles(), 0))
                    .toList();
            table.row("", phase.name(), phase.bound(), String.join(", ", causes));
        }
        return table.element();
    }

    private static String measured(Report.@Nullable Agreement agreement, Report.Schedule schedule) {
        if (agreement == null) {
            return "";
        }
        boolean all = agreement.engines().stream()
                .allMatch(e -> e.cycles() == null || e.cycles() == schedule.predictedCycles());
        long clocked =
                agreement.engines().stream().filter(e -> e.cycles() != null).count();
        if (clocked == 0) {
            return "";
        }
        return all
                ? "Measured: the same in " + clocked + (clocked == 1 ? " engine." : " engines.")
                : "Measured: not the same, see the table of the engines.";
    }
}
