// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The schedule over time, and each phase against its roofline. */
final class ScheduleSection {
    /** More engines than this are folded away; the table above them says the same in total. */
    private static final int MOST_ENGINES_OPEN = 8;

    private ScheduleSection() {}

    static String of(Report report) {
        Report.Schedule schedule = report.schedule();
        StringBuilder out = new StringBuilder();
        out.append("<p class=\"soft\"><i class=\"key combine\"></i>running, combination"
                + "<i class=\"key aggregate\"></i>running, aggregation<i class=\"key wait\"></i>waiting"
                + "<i class=\"key none\"></i>idle</p>\n");
        out.append(TimelinePicture.of(schedule));
        out.append(ReportPage.paragraph("Predicted: " + Markup.count(schedule.predictedCycles())
                + " cycles from the run command to done, " + Markup.count(schedule.setupCycles())
                + " of them before the first phase. " + measured(report.agreement(), schedule)));
        out.append(ReportPage.note("One row per engine, time to the right, in cycles. Running: a step that adds rows; "
                + "the height of the colour is the share of such steps. Waiting: steps without effect, so that a "
                + "team's results are requantized and written before those of the next team arrive; where requantizers "
                + "or row writes bind, this time is part of the roofline. Idle: the engine starts later than the "
                + "phase, or is done before the longest engine and the last write."));
        out.append(layerNames(report.model()));
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
        out.append(schedule.engines() <= MOST_ENGINES_OPEN ? "<details open>" : "<details>");
        out.append("\n<summary>Each engine in each phase</summary>\n")
                .append(EngineShares.of(schedule))
                .append("</details>\n");
        out.append("<h3>Roofline</h3>\n").append(BarPicture.roofline(report.roofline()));
        out.append(losses(report));
        double cycles = report.roofline().stream()
                .mapToDouble(Report.PhaseBound::cycles)
                .sum();
        double roofline = report.roofline().stream()
                .mapToDouble(Report.PhaseBound::rooflineCycles)
                .sum();
        return out.append(
                        ReportPage.note("Thin bars: the fewest cycles that each part of this accelerator takes, if it "
                                + "alone were slow; the longest one binds and is the roofline. All phases together reach "
                                + Markup.percent(cycles == 0 ? 1 : roofline / cycles)
                                + " of it."))
                .toString();
    }

    private static String losses(Report report) {
        Table table = new Table(
                "phase", "bound by", "#reading", "#+ up to the bound", "#+ above it", "held back by, in cycles");
        for (Report.PhaseBound phase : report.roofline()) {
            List<String> causes = phase.losses().stream()
                    .filter(loss -> loss.cycles() >= 0.5)
                    .map(loss -> loss.cause() + " " + Markup.decimal(loss.cycles(), 0))
                    .toList();
            double read = phase.readCycles();
            table.row(
                    "",
                    phase.name(),
                    phase.bound(),
                    Markup.decimal(read, 0),
                    Markup.decimal(Math.max(0, phase.rooflineCycles() - read), 0),
                    Markup.decimal(phase.cycles() - Math.max(read, phase.rooflineCycles()), 0),
                    String.join(", ", causes));
        }
        return table.element()
                + ReportPage.note("Reading: cycles that fetching the operands takes with every port busy. What holds a "
                        + "phase back is counted from there, for the mean engine; up to the bound it could not be "
                        + "less.");
    }

    /** The compiler numbers layers, the model names them. */
    private static String layerNames(Report.Model model) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < model.layers().size(); i++) {
            names.add("layer" + i + " is " + model.layers().get(i).name());
        }
        return ReportPage.paragraph("In names of phases, " + String.join(", ", names) + ".");
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
