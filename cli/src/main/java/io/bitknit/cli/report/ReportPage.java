// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The report as one HTML page: no script, no network, no font but the system's. Its content policy forbids both, so
 * that a hostile name that escaped the escaping would still do nothing.
 */
public final class ReportPage {
    /** In the head of every page, so that a page can be told from other files. */
    public static final String MARK = "<meta name=\"generator\" content=\"Bitknit\">";

    private ReportPage() {}

    /** The whole page; the same report gives the same bytes. */
    public static String html(Report report) {
        StringBuilder page = new StringBuilder(64 * 1024);
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.append(MARK).append('\n');
        page.append("<meta http-equiv=\"Content-Security-Policy\" ");
        page.append("content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        page.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        page.append("<title>").append(Markup.text(report.model().name())).append(" \u2014 Bitknit report</title>\n");
        page.append("<style>\n").append(style()).append("</style>\n</head>\n<body>\n");
        page.append("<header>\n<h1>").append(Markup.text(report.model().name())).append("</h1>\n");
        page.append(paragraph(summary(report)));
        page.append("</header>\n").append(tiles(report)).append(contents());
        page.append(section("model", "Model", model(report.model())));
        page.append(section("accuracy", "Accuracy", accuracy(report.accuracy())));
        page.append(section("bits", "Bits and memory", bits(report.bits())));
        page.append(section("dataflow", "Dataflow graph", dataflow(report)));
        page.append(section("schedule", "Schedule", ScheduleSection.of(report)));
        page.append(section("board", "Board", BoardSection.of(report) + BuildSection.of(report.build())));
        page.append(section("choices", "What was rejected", choices(report)));
        page.append(section("engines", "Agreement of the engines", agreement(report.agreement())));
        page.append(section("stages", "Time and memory of the stages", stages(report.stages())));
        page.append("<footer>Written by Bitknit. The same content for programs: report.json.</footer>\n");
        return page.append("</body>\n</html>\n").toString();
    }

    static String paragraph(String raw) {
        return "<p>" + Markup.text(raw) + "</p>\n";
    }

    static String note(String raw) {
        return "<p class=\"soft\">" + Markup.text(raw) + "</p>\n";
    }

    private static String section(String id, String heading, String content) {
        return "<section id=\"" + id + "\">\n<h2>" + heading + "</h2>\n" + content + "</section>\n";
    }

    private static String contents() {
        return "<nav><a href=\"#model\">Model</a><a href=\"#accuracy\">Accuracy</a><a href=\"#bits\">Bits</a>"
                + "<a href=\"#dataflow\">Dataflow</a><a href=\"#schedule\">Schedule</a><a href=\"#board\">Board</a>"
                + "<a href=\"#choices\">Rejected</a><a href=\"#engines\">Engines</a><a href=\"#stages\">Stages</a>"
                + "</nav>\n";
    }

    private static String summary(Report report) {
        Report.Model m = report.model();
        return m.layers().size() + " graph convolution" + (m.layers().size() == 1 ? "" : "s") + " on "
                + Markup.count(m.nodes()) + " nodes and " + Markup.count(m.edges()) + " terms per aggregation, "
                + m.inputFeatures() + " input features, " + m.classes() + " classes; "
                + report.schedule().engines() + (report.schedule().engines() == 1 ? " engine" : " engines")
                + " for the board " + report.board().name();
    }

    private static String tiles(Report report) {
        Report.Accuracy a = report.accuracy();
        Report.Use fullest = report.board().uses().stream()
                .filter(use -> use.capacity() > 0)
                .max(Comparator.comparingDouble(use -> use.used() / use.capacity() / use.limit()))
                .orElse(null);
        double roofline = report.roofline().stream()
                .mapToDouble(Report.PhaseBound::rooflineCycles)
                .sum();
        StringBuilder out = new StringBuilder("<div class=\"tiles\">\n");
        tile(out, Markup.percent(a.hardware()), "accuracy of the hardware; float " + Markup.percent(a.floatModel()));
        tile(out, Markup.decimal(report.bits().hidden(), 2) + " bit", "mean width of a hidden feature");
        tile(
                out,
                Markup.decimal(report.board().latencyMicros(), 1) + " \u00b5s",
                "at " + Markup.decimal(report.board().clockMhz(), 0) + " MHz");
        tile(
                out,
                Markup.count(report.schedule().predictedCycles()),
                "cycles, "
                        + Markup.percent(
                                roofline / Math.max(1, report.schedule().predictedCycles())) + " of the roofline");
        if (fullest != null) {
            tile(
                    out,
                    Markup.percent(fullest.used() / fullest.capacity()),
                    fullest.resource().split(",")[0] + " of the board");
        }
        return out.append("</div>\n").toString();
    }

    private static void tile(StringBuilder out, String figure, String meaning) {
        out.append("<div class=\"tile\"><b>").append(Markup.text(figure)).append("</b><span>");
        out.append(Markup.text(meaning)).append("</span></div>\n");
    }

    private static String model(Report.Model model) {
        Table layers = new Table(
                "layer",
                "#inputs",
                "#outputs",
                "activation",
                "#weight bits",
                "#combined, mean bits",
                "#aggregated, mean bits");
        for (Report.Layer layer : model.layers()) {
            layers.row(
                    "",
                    layer.name(),
                    "" + layer.inputs(),
                    "" + layer.outputs(),
                    layer.activation(),
                    "" + layer.weightBits(),
                    Markup.decimal(layer.combinedMeanBits(), 2),
                    Markup.decimal(layer.aggregatedMeanBits(), 2));
        }
        Table facts = new Table("fact", "value");
        facts.row("", "stored input entries", Markup.count(model.inputEntries()));
        model.provenance().forEach(fact -> facts.row("", fact.name(), fact.value()));
        facts.row("", "digest of the design", model.digest());
        String origin = "<details>\n<summary>Where it comes from</summary>\n" + facts.element() + "</details>\n";
        return layers.element()
                + note("Combined: features after the weights and before the sum over neighbours. Aggregated: after it; "
                        + "in the last layer these are the scores.")
                + origin;
    }

    private static String accuracy(Report.Accuracy a) {
        Table table = new Table("computed by", "#test accuracy", "#against float");
        table.row("", "float model", Markup.percent(a.floatModel()), "");
        table.row("chosen", "integers of the hardware", Markup.percent(a.hardware()), points(a, a.hardware()));
        if (a.hardwareWithoutExponents() != null) {
            table.row(
                    "",
                    "the same widths, one scale per tensor instead of one power of two per node",
                    Markup.percent(a.hardwareWithoutExponents()),
                    points(a, a.hardwareWithoutExponents()));
        }
        return table.element()
                + note("Share of " + Markup.count(a.testNodes()) + " test nodes. The hardware's figure is counted on "
                        + "the integers that it writes, not on an emulation in floating point.");
    }

    private static String points(Report.Accuracy a, double accuracy) {
        double points = 100 * (accuracy - a.floatModel());
        return (points > 0 ? "+" : "") + Markup.decimal(points, 2) + " points";
    }

    private static String bits(Report.Bits bits) {
        Table table = new Table("counting", "#mean width");
        table.row("", "input features (stored entries)", Markup.decimal(bits.input(), 3) + " bit");
        table.row("", "hidden features", Markup.decimal(bits.hidden(), 3) + " bit");
        table.row("", "input, hidden features, scores and weights", Markup.decimal(bits.all(), 3) + " bit");
        double factor = bits.memoryAfterBits() == 0 ? 0 : (double) bits.memoryBeforeBits() / bits.memoryAfterBits();
        return table.element()
                + BarPicture.memory(bits)
                + paragraph("Memory of features and weights: " + Markup.bits(bits.memoryBeforeBits())
                        + " in 32-bit floating point, " + Markup.bits(bits.memoryAfterBits())
                        + " as stored, side information included: " + Markup.decimal(factor, 1) + " times less.")
                + note("Published tables count different sets, so all three are given. The positions of the sparse "
                        + "input's entries and the edges are in neither figure.");
    }

    private static String dataflow(Report report) {
        return "<p class=\"soft\"><i class=\"key none\"></i>data<i class=\"key combine\"></i>combination"
                + "<i class=\"key aggregate\"></i>aggregation"
                + "<i class=\"key requantize\"></i>requantization</p>\n" + DataflowPicture.of(report)
                + note("Beside a box: the cycles of its phase, and what binds it. Requantization is a pipeline at the "
                        + "end of each phase and takes no phase of its own. In brackets: rows and features; two "
                        + "numbers with 'to': the range that sums can reach.");
    }

    private static String choices(Report report) {
        StringBuilder out = new StringBuilder();
        if (!report.orders().isEmpty()) {
            Table orders = new Table("layer", "order", "#A(XW), cycles", "#(AX)W, cycles", "reason");
            report.orders()
                    .forEach(order -> orders.row(
                            "",
                            order.layer(),
                            order.chosen(),
                            cycles(order.combineFirstCycles()),
                            cycles(order.aggregateFirstCycles()),
                            order.reason()));
            out.append("<h3>Order of combination and aggregation</h3>\n").append(orders.element());
        }
        if (report.shapes().isEmpty()) {
            return out + note("The design does not say which other sizes were looked at.");
        }
        Table shapes = new Table(
                "#engines",
                "#ports",
                "#lanes",
                "#planes",
                "#team",
                "#groups",
                "#cycles",
                "#\u00b5s",
                "#LUT",
                "#FF",
                "#RAM blocks",
                "#DSP",
                "verdict");
        report.shapes()
                .forEach(shape -> shapes.row(
                        shape.chosen() ? "chosen" : "",
                        "" + shape.engines(),
                        "" + shape.ports(),
                        "" + shape.lanes(),
                        "" + shape.planes(),
                        "" + shape.slots(),
                        "" + shape.requantGroups(),
                        (shape.exact() ? "" : "\u2248") + cycles(shape.cycles()),
                        Markup.decimal(shape.latencyMicros(), 1),
                        Markup.count(shape.lut()),
                        Markup.count(shape.ff()),
                        Markup.count(shape.ramBlocks()),
                        Markup.count(shape.dsp()),
                        verdict(shape)));
        return out + "<h3>Sizes of the accelerator</h3>\n" + shapes.element()
                + note(
                        "Ports are per engine; planes: bits of a feature in one word of a bank; team: destinations that an "
                                + "engine sums at once; groups: of them, requantized per cycle. \u2248 marks an estimate; the "
                                + "chosen size is scheduled. Too large: \u00d78.9 is 8.9 times what is usable of it."
                                + (report.shapes().size() == 1
                                        ? " No faster size was allowed, so none was rejected."
                                        : ""));
    }

    /** What is missing as a factor, which is read faster than pairs of large numbers; else the compiler's words. */
    private static String verdict(Report.ShapeChoice shape) {
        if (shape.over().isEmpty()) {
            return shape.reason();
        }
        List<String> parts = shape.over().stream()
                .map(over -> over.usable() == 0
                        ? over.resource() + ": none usable"
                        : over.resource() + " \u00d7" + Markup.decimal(over.needed() / over.usable(), 2))
                .toList();
        return "too large: " + String.join(", ", parts);
    }

    private static String cycles(long cycles) {
        return cycles < 0 ? "\u2014" : Markup.count(cycles);
    }

    private static String agreement(Report.@Nullable Agreement agreement) {
        if (agreement == null) {
            return note("Not compared yet: run bitknit verify with --json and name the file with --verify.");
        }
        Table table = new Table("engine", "#cycles", "#events", "#build, s", "#simulation, s");
        for (Report.EngineResult e : agreement.engines()) {
            table.row(
                    "",
                    e.engine(),
                    e.cycles() == null ? "\u2014" : Markup.count(e.cycles()),
                    e.events() == null ? "\u2014" : Markup.count(e.events()),
                    seconds(e.buildSeconds()),
                    seconds(e.simSeconds()));
        }
        String verdict = agreement.equal()
                ? "<p><span class=\"good\">Equal:</span> every value that is written, and its cycle; predicted and "
                        + "measured " + Markup.count(agreement.predictedCycles()) + " cycles.</p>\n"
                : "<p><span class=\"bad\">Different:</span> "
                        + Markup.text(agreement.firstDifference() == null ? "" : agreement.firstDifference())
                        + "</p>\n";
        return verdict
                + table.element()
                + (agreement.seeds() > 0 ? note("Random initial states tried: " + agreement.seeds() + ".") : "");
    }

    private static String seconds(double value) {
        return value == 0 ? "\u2014" : Markup.decimal(value, value < 1 ? 5 : 2);
    }

    private static String stages(List<Report.Stage> stages) {
        if (stages.isEmpty()) {
            return note("Left out, so that the page is the same for the same input.");
        }
        Table table = new Table("stage", "#wall time, ms", "#memory in use after it, MiB");
        double total = 0;
        for (Report.Stage stage : stages) {
            table.row(
                    "", stage.name(), Markup.decimal(1000 * stage.seconds(), 1), Markup.decimal(stage.memoryMib(), 0));
            total += stage.seconds();
        }
        table.row("total", "together", Markup.decimal(1000 * total, 1), "");
        return table.element();
    }

    private static String style() {
        try (InputStream in = ReportPage.class.getResourceAsStream("page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("report: the style sheet is not in the jar", e);
        }
    }
}
