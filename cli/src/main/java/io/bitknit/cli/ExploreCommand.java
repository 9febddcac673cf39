// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.boards.Board;
import io.bitknit.boards.Boards;
import io.bitknit.cli.report.FrontPicture;
import io.bitknit.compiler.CompileOptions;
import io.bitknit.compiler.Compiler;
import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.pass.LayerOrders;
import io.bitknit.compiler.pass.OrderDecision;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.compiler.search.ExploredPoint;
import io.bitknit.compiler.search.Explorer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.QuantizedModelFile;
import io.bitknit.sim.compare.Engine;
import io.bitknit.sim.compare.VerifyReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code explore}: which sizes are worth having on a board. */
@Command(
        name = "explore",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Estimate all sizes of an accelerator for a board, in every order of the layers that gives the model's",
            "integers, schedule and simulate the best, and give those that no other one beats in cycles, area and",
            "memory (and accuracy, with several models). The CSV is continued."
        },
        footer = {
            "",
            "Example: bitknit explore cora.q --board ulx3s-85f --csv front.csv --json front.json --svg front.svg"
        })
final class ExploreCommand implements Runnable {
    private static final int MOST_POINTS = 1000;
    private static final int DIGEST_CHARACTERS = 12;
    private static final String SVG_MARK = "<svg";

    @ParentCommand
    private BitknitCommand root;

    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL.q",
            description = "Quantized models that quantize wrote; several of one graph explore their bits.")
    private List<Path> inputs = List.of();

    @Option(
            names = "--board",
            required = true,
            paramLabel = "BOARD",
            description = "Built-in board ('bitknit boards' lists them), or a board file of your own (.yaml).")
    private String board;

    @Option(
            names = "--points",
            paramLabel = "N",
            defaultValue = "16",
            description = "Sizes to schedule for each model and order of its layers; default ${DEFAULT-VALUE}.")
    private int points;

    @Option(names = "--csv", paramLabel = "FILE", description = "All scheduled sizes; continued if it is there.")
    private @Nullable Path csv;

    @Option(names = "--json", paramLabel = "FILE", description = "The front as JSON; - for standard output.")
    private @Nullable Path json;

    @Option(names = "--svg", paramLabel = "FILE", description = "The front as a picture.")
    private @Nullable Path svg;

    @Override
    public void run() {
        Console console = root.console();
        if (points < 1 || points > MOST_POINTS) {
            throw new UserException("U-001", "--points", points + " points are not possible; use 1 to " + MOST_POINTS);
        }
        refuseOthers();
        Board target = Boards.load(board);
        CompileOptions options = CompileOptions.forBoard(target);
        Map<String, ExploredPoint> known = new LinkedHashMap<>();
        long start = System.nanoTime();
        long estimated = 0;
        double estimating = 0;
        List<OrderDecision> first = List.of();
        try (Progress progress = new Progress(console, "explore")) {
            for (int m = 0; m < inputs.size(); m++) {
                Path input = inputs.get(m);
                QuantizedModel model = QuantizedModelFile.read(input);
                String digest = Compiler.digest(model, options).substring(0, DIGEST_CHARACTERS);
                read(digest, input).forEach(point -> known.put(point.key(), point));
                List<OrderDecision> decisions = new Lowering(model).decisions();
                first = m == 0 ? decisions : first;
                for (LayerOrders orders : LayerOrders.possible(decisions)) {
                    String name = Text.shown(input) + (orders.text().isEmpty() ? "" : ", " + orders.text());
                    progress.stage("estimating " + name, m * points, inputs.size() * points);
                    long before = System.nanoTime();
                    Workload work = new Lowering(model, orders).workload(digest);
                    Explorer.Survey survey = new Explorer(work, target, options.area()).survey(points);
                    estimating += (System.nanoTime() - before) / 1e9;
                    estimated += survey.estimated();
                    for (int i = 0; i < survey.promising().size(); i++) {
                        ShapeChoice choice = survey.promising().get(i);
                        if (known.containsKey(ExploredPoint.key(digest, choice, orders.text()))) {
                            continue;
                        }
                        progress.stage(name + ", size " + (i + 1), m * points + i, inputs.size() * points);
                        schedule(input, model, digest, choice, options.withOrders(orders), known);
                        write(known);
                    }
                }
            }
        }
        if (known.isEmpty()) {
            // Says what is missing.
            Compiler.compile(QuantizedModelFile.read(inputs.get(0)), options);
            throw new IllegalStateException("explore: a size fits, and none was found");
        }
        List<ExploredPoint> front = ExploredPoint.front(new ArrayList<>(known.values()));
        double seconds = (System.nanoTime() - start) / 1e9;
        finish(front, first, known.size(), estimated, estimating, seconds, console);
    }

    private void refuseOthers() {
        if (csv != null) {
            Output.refuseOthers(csv, ExploredPoint.HEADER);
        }
        if (svg != null) {
            Output.refuseOthers(svg, SVG_MARK);
        }
        if (json != null && !json.toString().equals("-")) {
            Output.refuseOthers(json, Output.JSON_MARK);
        }
    }

    /** The way that {@code compile} goes, so that the command of a point gives this design; what does not fit is left out. */
    private void schedule(
            Path input,
            QuantizedModel model,
            String digest,
            ShapeChoice choice,
            CompileOptions options,
            Map<String, ExploredPoint> known) {
        Compiler.Result result;
        try {
            result = Compiler.compile(model, options.withWishes(Explorer.wishes(choice)));
        } catch (UserException e) {
            boolean tooLarge = e.diagnostics().get(0).code().equals("C-020");
            if (!tooLarge) {
                throw e;
            }
            return;
        }
        VerifyReport checked = VerifyCommand.verify(
                result.content(),
                EnumSet.of(Engine.REFERENCE, Engine.CYCLE),
                1,
                null,
                root.console().quiet());
        if (!checked.equal()) {
            throw new IllegalStateException("explore: " + choice + " differs from the reference");
        }
        ExploredPoint point = ExploredPoint.of(
                input.toString(),
                digest,
                choice,
                options.orders().text(),
                result.estimate(),
                checked.accuracyHardware());
        known.put(point.key(), point);
    }

    private List<ExploredPoint> read(String digest, Path model) {
        List<ExploredPoint> points = new ArrayList<>();
        if (csv == null || !Files.exists(csv)) {
            return points;
        }
        try {
            List<String> lines = Files.readAllLines(csv);
            for (int i = 1; i < lines.size(); i++) {
                if (lines.get(i).startsWith(digest + ",")) {
                    points.add(parse(lines.get(i), i, model));
                }
            }
            return points;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ExploredPoint parse(String line, int index, Path model) {
        try {
            return ExploredPoint.parse(line, model.toString());
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    "U-031",
                    String.valueOf(csv),
                    "line " + (index + 1) + " is not a point of an exploration; remove the line, or the file");
        }
    }

    private void write(Map<String, ExploredPoint> known) {
        if (csv == null) {
            return;
        }
        List<ExploredPoint> all = new ArrayList<>(known.values());
        List<ExploredPoint> front = ExploredPoint.front(all);
        StringBuilder text = new StringBuilder(ExploredPoint.HEADER + "\n");
        all.forEach(point ->
                text.append(point.line(front.contains(point), command(point))).append('\n'));
        Output.file(csv, text.toString().getBytes(StandardCharsets.UTF_8), ExploredPoint.HEADER);
    }

    private String command(ExploredPoint point) {
        List<Object> words = new ArrayList<>(List.of("compile", point.model(), "--board", board));
        words.addAll(point.options());
        String name = Path.of(point.model()).getFileName().toString().replaceFirst("\\.q$", "");
        words.addAll(List.of("-o", name + ".design"));
        return Text.command(words.toArray());
    }

    private void finish(
            List<ExploredPoint> front,
            List<OrderDecision> orders,
            int scheduled,
            long estimated,
            double estimating,
            double seconds,
            Console console) {
        double perSecond = estimating == 0 ? 0 : estimated / estimating;
        if (svg != null) {
            Output.file(svg, FrontPicture.of(front, board).getBytes(StandardCharsets.UTF_8), SVG_MARK);
        }
        if (json != null) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("format", "bitknit-explore");
            facts.put("board", board);
            facts.put("estimated", estimated);
            facts.put("estimatedPerSecond", Math.round(perSecond));
            facts.put("scheduled", scheduled);
            facts.put("orders", orders.stream().map(ExploreCommand::facts).toList());
            facts.put("front", front.stream().map(this::facts).toList());
            Output.json(json, facts, console);
        }
        if (json != null && json.toString().equals("-")) {
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "model",
                "engines",
                "ports",
                "lanes",
                "planes",
                "slots",
                "cycles",
                "us",
                "area %",
                "memory %",
                "accuracy %"));
        for (ExploredPoint p : front) {
            rows.add(List.of(
                    Text.shown(Path.of(p.model())),
                    "" + p.choice().engines(),
                    "" + p.choice().ports(),
                    "" + p.choice().lanes(),
                    "" + p.choice().planes(),
                    "" + p.choice().slots(),
                    Text.count(p.cycles()),
                    Text.decimal(p.micros(), 1),
                    Text.decimal(p.costs().areaPercent(), 1),
                    Text.decimal(p.costs().memoryPercent(), 1),
                    Text.decimal(100 * p.accuracy(), 1)));
        }
        console.table(rows);
        console.fact(
                "estimated", Text.count(estimated) + " sizes, " + Text.count(Math.round(perSecond)) + " per second");
        console.fact("scheduled", scheduled + " sizes, all together " + Text.decimal(seconds, 1) + " s");
        console.fact("fastest", command(front.get(0)));
        orders.forEach(order ->
                console.fact("layer " + order.layer() + " as " + order.chosen().formula(), Text.shown(order.reason())));
    }

    private static Map<String, Object> facts(OrderDecision order) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("layer", order.layer());
        facts.put("chosen", order.chosen().formula());
        facts.put("aggregateFirstPossible", order.legal());
        facts.put("reason", order.reason());
        return facts;
    }

    private Map<String, Object> facts(ExploredPoint p) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("model", p.model());
        facts.put("orders", p.orders());
        facts.put("cycles", p.cycles());
        facts.put("clockMhz", p.clockMhz());
        facts.put("micros", p.micros());
        facts.put("lut", p.luts());
        facts.put("ff", p.ffs());
        facts.put("ramBlocks", p.bramBlocks());
        facts.put("dsp", p.dsps());
        facts.put("areaPercent", p.costs().areaPercent());
        facts.put("memoryPercent", p.costs().memoryPercent());
        facts.put("accuracy", p.accuracy());
        facts.put("command", command(p));
        return facts;
    }
}
