// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import org.jspecify.annotations.Nullable;

/** What the tools made of a design, beside the prediction. */
final class BuildSection {
    private BuildSection() {}

    static String of(Report.@Nullable Build build) {
        if (build == null) {
            return ReportPage.note("Not synthesized yet: 'make synth' or 'make bitstream' in the design's folder.");
        }
        Table table = new Table("resource", "#predicted, with the board's host link", "#synthesized");
        row(table, "LUT", build.predictedLuts(), build.luts());
        row(table, "FF", build.predictedFfs(), build.ffs());
        row(table, "block RAM", null, build.rams());
        row(table, "DSP", null, build.dsps());
        StringBuilder out = new StringBuilder("<h3>Synthesis</h3>\n").append(table.element());
        out.append(ReportPage.note("Synthesis by " + build.synthesizer() + "."));
        if (build.logicCells() != null && build.logicCellsAvailable() != null) {
            out.append(ReportPage.paragraph("Placed: " + Markup.count(build.logicCells()) + " of "
                    + Markup.count(build.logicCellsAvailable()) + " logic cells."));
        }
        if (build.achievedMhz() != null) {
            out.append(ReportPage.paragraph(
                    "Clock after place and route: " + Markup.decimal(build.achievedMhz(), 1) + " MHz."));
        }
        return out.toString();
    }

    private static void row(Table table, String resource, @Nullable Long predicted, long synthesized) {
        table.row("", resource, predicted == null ? "" : Markup.count(predicted), Markup.count(synthesized));
    }
}
