// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.boards.Board;
import io.bitknit.boards.Boards;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.FloatModelFile;
import io.bitknit.model.file.FloatNetworkFile;
import io.bitknit.quantizer.aware.OverSeeds;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.search.BitSearch;
import io.bitknit.quantizer.search.Confirmation;
import io.bitknit.quantizer.search.GcnSubject;
import io.bitknit.quantizer.search.HardwareCost;
import io.bitknit.quantizer.search.Measured;
import io.bitknit.quantizer.search.NetworkSubject;
import io.bitknit.quantizer.search.Objective;
import io.bitknit.quantizer.search.SearchOptions;
import io.bitknit.quantizer.search.Subject;
import io.bitknit.quantizer.search.Trained;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
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
            "which an interrupted search goes on when the same command is given again. GraphSAGE, GIN, GAT and AGNN",
            "have no accelerator yet: their objectives are memory and, with attention, sgquant."
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
            description =
                    "Points of validation accuracy below 8 bits everywhere, in the last fifth of the epochs; default"
                            + " ${DEFAULT-VALUE}.")
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

    @Option(
            names = "--result-epochs",
            paramLabel = "N",
            defaultValue = "250",
            description = "Training epochs of the result and of those that are tried over seeds; default"
                    + " ${DEFAULT-VALUE}.")
    private int resultEpochs;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed; default ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = {
                "Runs of the result, for mean and deviation; default ${DEFAULT-VALUE}. With more than one, those within",
                "twice the budget are tried over all of them, cheapest first, and the first is written whose mean is",
                "within it."
            })
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
        if (resultEpochs < 1 || resultEpochs > 10_000) {
            throw new UserException("U-001", "--result-epochs", resultEpochs + " is not possible; use 1 to 10000");
        }
        Board target = Boards.load(board);
        Engine.require();
        BitSearch search = new BitSearch(subject(target), options, csv);
        String unit = search.subject().unit(objective);
        Optional<List<Measured>> measured;
        try (Interruption interruption = new Interruption()) {
            try (Progress progress = new Progress(console, "search")) {
                AtomicInteger done = new AtomicInteger(search.known());
                measured = search.run(m -> next(progress, m, done.incrementAndGet(), unit), interruption);
            }
            // Behind the interruption the process may be gone.
            if (measured.isEmpty()) {
                console.err().println("stopped; the same command goes on from " + Text.shown(csv));
                return Failures.USER;
            }
        }
        finish(search, measured.get(), console);
        return 0;
    }

    private Subject subject(Board target) {
        if (FloatNetworkFile.holds(input)) {
            return new NetworkSubject(FloatNetworkFile.read(input));
        }
        CompilerCost cost = new CompilerCost(target);
        return new GcnSubject(FloatModelFile.read(input), cost, cost.name());
    }

    private synchronized void next(Progress progress, Measured m, int done, String unit) {
        String cost =
                Double.isFinite(m.cost()) ? Text.count(Math.round(m.cost())) + " " + unit : "does not fit the board";
        progress.stage(Text.percent(m.validation()) + " validation, " + cost, done - 1, measure);
    }

    private void finish(BitSearch search, List<Measured> all, Console console) {
        List<Measured> front = BitSearch.front(all);
        double validationFloat = search.subject().validationFloat();
        String unit = search.subject().unit(objective);
        if (svg != null) {
            List<Measured> possible =
                    all.stream().filter(m -> Double.isFinite(m.cost())).toList();
            byte[] picture =
                    SearchPicture.svg(possible, front, search.floor(), unit).getBytes(StandardCharsets.UTF_8);
            Output.file(svg, picture, SearchPicture.MARK);
        }
        Result result = result(search, all, console);
        Measured best = result.best();
        List<Trained> runs = result.runs();
        runs.get(0).write(output);
        @Nullable
        Long cycles = runs.get(0).hardware().map(HardwareCost.Measure::cycles).orElse(null);
        if (json != null) {
            Output.json(json, facts(search, all, front, result, cycles), console);
            return;
        }
        boolean network = search.subject() instanceof NetworkSubject;
        console.say("searched " + all.size() + " configurations of "
                + Text.shown(search.subject().name()) + "; wrote " + Text.shown(output));
        console.fact("point", best.index() + " of " + Text.shown(csv));
        console.fact("cost", Text.count(Math.round(best.cost())) + " " + unit);
        if (!network) {
            console.fact("cycles", cycles == null ? "no accelerator fits the board" : Text.count(cycles));
        }
        if (result.confirmed() != null) {
            console.fact(
                    "confirmed",
                    result.confirmed()
                            ? "over " + seeds + " seeds, number " + result.tried() + " that was tried"
                            : "none of the " + result.tried() + " within the budget; the most accurate is written");
        }
        console.fact(
                "validation accuracy",
                Text.percent(runs.get(0).validation()) + " in integers, " + Text.percent(validationFloat)
                        + " in floating point");
        console.fact(
                "test accuracy",
                Text.percent(OverSeeds.mean(runs, Trained::test)) + " +- "
                        + Text.percent(OverSeeds.deviation(runs, Trained::test)) + " in integers, "
                        + Text.percent(OverSeeds.mean(runs, Trained::testFloat)) + " in floating point, " + seeds
                        + " seeds");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("front: point", unit, "validation", "hidden bits", "all bits"));
        for (Measured m : front) {
            rows.add(List.of(
                    "" + m.index(),
                    Text.count(Math.round(m.cost())),
                    Text.percent(m.validation()),
                    Text.decimal(m.bitsHidden(), 2),
                    Text.decimal(m.bitsAll(), 2)));
        }
        console.table(rows);
        if (!network) {
            console.fact("next", Text.command("compile", output, "--board", board, "-o", "MODEL.design"));
        }
    }

    /**
     * What is written.
     *
     * @param tried configurations that were tried over seeds, 0 if none needed to be
     * @param confirmed whether it is within the budget over seeds; null if nobody asked
     */
    private record Result(
            Measured best,
            List<Trained> runs,
            int tried,
            @Nullable Boolean confirmed) {}

    private Result result(BitSearch search, List<Measured> all, Console console) {
        if (point != null) {
            if (point < 0 || point >= all.size()) {
                throw new UserException(
                        "U-001", "--point", point + " is not in the CSV; it has 0 to " + (all.size() - 1));
            }
            return alone(search, all.get(point));
        }
        Supplier<UserException> nothing = () -> new UserException(
                "Q-031",
                csv.toString(),
                "no measured configuration is within " + maxDrop + " points of 8 bits everywhere and fits the"
                        + " hardware; allow more with --max-drop, or measure more");
        if (seeds == 1) {
            return alone(search, search.best(all).orElseThrow(nothing));
        }
        Confirmation.Trainer<Trained> trainer = (widths, seed) -> {
            Trained run = search.seed(widths, seed, resultEpochs);
            if (!console.terminal()) {
                console.err()
                        .println("confirm: seed " + (this.seed + seed) + ", " + Text.percent(run.validationLate())
                                + " validation in the last epochs");
            }
            return run;
        };
        return new Confirmation<>(search, trainer, Trained::validationLate, seeds)
                .choose(all)
                .map(choice -> new Result(choice.configuration(), choice.runs(), choice.tried(), choice.confirmed()))
                .orElseThrow(nothing);
    }

    private Result alone(BitSearch search, Measured best) {
        return new Result(best, search.seeds(best.widths(), seeds, resultEpochs), 0, null);
    }

    private Map<String, Object> facts(
            BitSearch search, List<Measured> all, List<Measured> front, Result result, @Nullable Long cycles) {
        List<Trained> runs = result.runs();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "bitknit-search");
        facts.put("objective", objective.name().toLowerCase(java.util.Locale.ROOT));
        facts.put("board", search.subject() instanceof NetworkSubject ? null : board);
        facts.put("maxDrop", maxDrop);
        facts.put("measured", all.size());
        facts.put("epochs", epochs);
        facts.put("resultEpochs", resultEpochs);
        facts.put("accuracyMean", OverSeeds.mean(runs, Trained::test));
        facts.put("accuracyStd", OverSeeds.deviation(runs, Trained::test));
        facts.put("accuracyFloatMean", OverSeeds.mean(runs, Trained::testFloat));
        facts.put("seeds", runs.size());
        facts.put("bitsInput", OverSeeds.mean(runs, Trained::bitsInput));
        facts.put("bitsHidden", OverSeeds.mean(runs, Trained::bitsHidden));
        facts.put("bitsHiddenA2q", mean(runs, Trained::bitsHiddenA2q));
        facts.put("bitsAll", OverSeeds.mean(runs, Trained::bitsAll));
        facts.put("memorySavingSgquant", mean(runs, Trained::savingSgquant));
        facts.put("predictedCycles", cycles);
        facts.put("validationFloat", search.subject().validationFloat());
        facts.put("tried", result.tried());
        facts.put("confirmed", result.confirmed());
        facts.put("point", point(search, result.best()));
        facts.put("front", front.stream().map(m -> point(search, m)).toList());
        return facts;
    }

    /** Null where the figure is not defined. */
    private static @Nullable Double mean(List<Trained> runs, Function<Trained, OptionalDouble> figure) {
        OptionalDouble mean = runs.stream()
                .map(figure)
                .flatMapToDouble(OptionalDouble::stream)
                .average();
        return mean.isPresent() ? mean.getAsDouble() : null;
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
                .forEach(i -> widths.put(search.subject().space().names().get(i), m.widths()[i]));
        facts.put("bits", widths);
        return facts;
    }
}
