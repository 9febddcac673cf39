// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.boards.Board;
import io.bitknit.boards.Boards;
import io.bitknit.model.FloatModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.FloatModelFile;
import io.bitknit.model.file.QuantizedModelFile;
import io.bitknit.quantizer.aware.AwareQuantizer;
import io.bitknit.quantizer.aware.SeedReport;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.search.BitSearch;
import io.bitknit.quantizer.search.HardwareCost;
import io.bitknit.quantizer.search.Measured;
import io.bitknit.quantizer.search.Objective;
import io.bitknit.quantizer.search.SearchOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code search}: the widths that cost least within an accuracy budget. */
@Command(
        name = "search",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Search the widths of weights and features, by layer, component and degree, that cost least on a board",
            "while the validation accuracy stays within a budget. Every measured configuration is in the CSV, from",
            "which an interrupted search goes on when the same command is given again."
        },
        footer = {
            "",
            "Example:",
            "  bitknit search cora.float --objective cycles --board ulx3s-85f --max-drop 0.4 --measure 200"
                    + " --csv search.csv -o best.q"
        })
final class SearchCommand implements Callable<Integer> {
    @ParentCommand
    private BitknitCommand root;

    @Parameters(paramLabel = "MODEL.float", description = "Float model that train or import wrote.")
    private Path input;

    @Option(
            names = "--objective",
            paramLabel = "NAME",
            defaultValue = "CYCLES",
            description = "cycles (default), memory, area, or sgquant: memory by SGQuant's own counting.")
    private Objective objective;

    @Option(
            names = "--board",
            paramLabel = "BOARD",
            defaultValue = "ulx3s-85f",
            description =
                    "Board; for each configuration the compiler chooses its accelerator; default ${DEFAULT-VALUE}.")
    private String board;

    @Option(
            names = "--max-drop",
            paramLabel = "X",
            defaultValue = "0.4",
            description = "Points of validation accuracy below the float model; default ${DEFAULT-VALUE}.")
    private double maxDrop;

    @Option(
            names = "--measure",
            paramLabel = "N",
            defaultValue = "200",
            description = "Configurations to measure; default ${DEFAULT-VALUE}.")
    private int measure;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "60",
            description = "Training epochs of a configuration; default ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of the result, for mean and deviation; default ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(names = "--threads", paramLabel = "N", description = "Configurations at a time; default: all cores.")
    private @Nullable Integer threads;

    @Option(names = "--csv", required = true, paramLabel = "FILE", description = "Every measured configuration.")
    private Path csv;

    @Option(names = "--svg", paramLabel = "FILE", description = "The front as a picture.")
    private @Nullable Path svg;

    @Option(
            names = "--point",
            paramLabel = "INDEX",
            description = "Write this configuration of the CSV and not the cheapest within the budget.")
    private @Nullable Integer point;

    @Option(names = "-o", required = true, paramLabel = "FOLDER", description = "Quantized model to write.")
    private Path output;

    @Option(names = "--json", paramLabel = "FILE", description = "The result as JSON; - for standard output.")
    private @Nullable Path json;

    @Override
    public Integer call() {
        Console console = root.console();
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        SearchOptions options = new SearchOptions(objective, maxDrop, measure, epochs, seed, workers);
        if (seeds < 1 || seeds > 1000) {
            throw new UserException("U-001", "--seeds", seeds + " is not possible; use 1 to 1000");
        }
        Board target = Boards.load(board);
        Engine.require();
        FloatModel model = FloatModelFile.read(input);
        CompilerCost cost = new CompilerCost(target);
        BitSearch search = new BitSearch(model, options, cost, cost.name(), csv);
        Optional<List<Measured>> measured;
        try (Interruption interruption = new Interruption();
                Progress progress = new Progress(console, "search")) {
            AtomicInteger done = new AtomicInteger(search.known());
            measured = search.run(m -> next(progress, m, done.incrementAndGet()), interruption);
        }
        if (measured.isEmpty()) {
            console.err().println("stopped; the same command goes on from " + Text.shown(csv));
            return Failures.USER;
        }
        finish(search, options, measured.get(), model, cost, workers, console);
        return 0;
    }

    private synchronized void next(Progress progress, Measured m, int done) {
        String cost = Double.isFinite(m.cost())
                ? Text.count(Math.round(m.cost())) + " " + objective.unit()
                : "does not fit the board";
        progress.stage(Text.percent(m.validation()) + " validation, " + cost, done - 1, measure);
    }

    private void finish(
            BitSearch search,
            SearchOptions options,
            List<Measured> all,
            FloatModel model,
            HardwareCost cost,
            int workers,
            Console console) {
        List<Measured> front = BitSearch.front(all);
        double floor = search.validationFloat() - options.maxDrop() / 100;
        if (svg != null) {
            List<Measured> possible =
                    all.stream().filter(m -> Double.isFinite(m.cost())).toList();
            byte[] picture =
                    SearchPicture.svg(possible, front, floor, objective.unit()).getBytes(StandardCharsets.UTF_8);
            Output.file(svg, picture, SearchPicture.MARK);
        }
        Measured best = chosen(search, all);
        SeedReport report = SeedReport.of(
                AwareQuantizer.seeds(model, search.method(best.widths()), options.seed(), seeds, workers, run -> {}));
        QuantizedModelFile.write(report.runs().get(0).model(), output);
        @Nullable
        Long cycles = cost.of(report.runs().get(0).model())
                .map(HardwareCost.Measure::cycles)
                .orElse(null);
        if (json != null) {
            Output.json(json, facts(search, all, front, best, report, cycles), console);
            return;
        }
        console.say("searched " + all.size() + " configurations of " + Text.shown(model.name()) + "; wrote "
                + Text.shown(output));
        console.fact("point", best.index() + " of " + Text.shown(csv));
        console.fact("cost", Text.count(Math.round(best.cost())) + " " + objective.unit());
        console.fact("cycles", cycles == null ? "no accelerator fits the board" : Text.count(cycles));
        console.fact(
                "validation accuracy",
                Text.percent(best.validation()) + " in integers, " + Text.percent(search.validationFloat())
                        + " in floating point");
        console.fact(
                "test accuracy",
                Text.percent(report.accuracyMean()) + " +- " + Text.percent(report.accuracyStd()) + " in integers, "
                        + Text.percent(report.accuracyFloatMean()) + " in floating point, " + seeds + " seeds");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("front: point", objective.unit(), "validation", "hidden bits", "all bits"));
        for (Measured m : front) {
            rows.add(List.of(
                    "" + m.index(),
                    Text.count(Math.round(m.cost())),
                    Text.percent(m.validation()),
                    Text.decimal(m.bitsHidden(), 2),
                    Text.decimal(m.bitsAll(), 2)));
        }
        console.table(rows);
        console.fact("next", Text.command("compile", output, "--board", board, "-o", "MODEL.design"));
    }

    private Measured chosen(BitSearch search, List<Measured> all) {
        if (point != null) {
            if (point < 0 || point >= all.size()) {
                throw new UserException(
                        "U-001", "--point", point + " is not in the CSV; it has 0 to " + (all.size() - 1));
            }
            return all.get(point);
        }
        return search.best(all)
                .orElseThrow(() -> new UserException(
                        "Q-031",
                        csv.toString(),
                        "no measured configuration is within " + maxDrop + " points of the float model and fits the"
                                + " hardware; allow more with --max-drop, or measure more"));
    }

    private Map<String, Object> facts(
            BitSearch search,
            List<Measured> all,
            List<Measured> front,
            Measured best,
            SeedReport report,
            @Nullable Long cycles) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "bitknit-search");
        facts.put("objective", objective.name().toLowerCase(java.util.Locale.ROOT));
        facts.put("board", board);
        facts.put("maxDrop", maxDrop);
        facts.put("measured", all.size());
        facts.put("accuracyMean", report.accuracyMean());
        facts.put("accuracyStd", report.accuracyStd());
        facts.put("accuracyFloatMean", report.accuracyFloatMean());
        facts.put("seeds", report.runs().size());
        facts.put("bitsInput", report.bitsInput());
        facts.put("bitsHidden", report.bitsHidden());
        facts.put("bitsHiddenA2q", report.bitsHiddenA2q());
        facts.put("bitsAll", report.bitsAll());
        facts.put("memorySavingSgquant", report.memorySavingSgquant());
        facts.put("predictedCycles", cycles);
        facts.put("validationFloat", search.validationFloat());
        facts.put("point", point(search, best));
        facts.put("front", front.stream().map(m -> point(search, m)).toList());
        return facts;
    }

    private static Map<String, Object> point(BitSearch search, Measured m) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("index", m.index());
        facts.put("cost", m.cost());
        facts.put("predictedCycles", m.cycles() < 0 ? null : m.cycles());
        facts.put("validation", m.validation());
        facts.put("bitsHidden", m.bitsHidden());
        facts.put("bitsAll", m.bitsAll());
        Map<String, Integer> widths = new LinkedHashMap<>();
        IntStream.range(0, m.widths().length)
                .forEach(i -> widths.put(search.places().get(i), m.widths()[i]));
        facts.put("bits", widths);
        return facts;
    }
}
