// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

/** Use of the board's resources, and resources per unit. */
final class BoardSection {
    private BoardSection() {}

    static String of(Report report) {
        Report.Board board = report.board();
        StringBuilder out = new StringBuilder();
        out.append("<p>").append(Markup.text(board.name() + ", " + board.device() + ": "));
        out.append(board.fits() ? "<span class=\"good\">fits.</span>" : "<span class=\"bad\">does not fit.</span>");
        out.append("</p>\n").append(BarPicture.utilisation(board));
        out.append(ReportPage.note("Clock " + Markup.decimal(board.clockMhz(), 1) + " MHz: " + board.clockSource()));
        if (report.units().isEmpty()) {
            return out.toString();
        }
        Table units = new Table("unit", "#count", "#LUT", "#FF", "#RAM, kbit", "#DSP");
        long lut = 0;
        long ff = 0;
        double bram = 0;
        long dsp = 0;
        for (Report.UnitUse unit : report.units()) {
            units.row(
                    "",
                    unit.unit(),
                    "" + unit.count(),
                    Markup.count(unit.lut()),
                    Markup.count(unit.ff()),
                    Markup.decimal(unit.bramKbit(), 1),
                    Markup.count(unit.dsp()));
            lut += unit.lut();
            ff += unit.ff();
            bram += unit.bramKbit();
            dsp += unit.dsp();
        }
        units.row(
                "total",
                "together",
                "",
                Markup.count(lut),
                Markup.count(ff),
                Markup.decimal(bram, 1),
                Markup.count(dsp));
        return out.append("<h3>Resources per unit</h3>\n")
                .append(units.element())
                .append(ReportPage.note("Resources: " + report.unitSource() + "."))
                .toString();
    }
}
