// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.boards.Boards;
import io.bitknit.cli.CompilerCost;
import io.bitknit.model.FloatModel;
import io.bitknit.model.read.GraphReader;
import io.bitknit.quantizer.aware.OverSeeds;
import io.bitknit.quantizer.search.BitSearch;
import io.bitknit.quantizer.search.Confirmation;
import io.bitknit.quantizer.search.GcnSubject;
import io.bitknit.quantizer.search.HardwareCost;
import io.bitknit.quantizer.search.Measured;
import io.bitknit.quantizer.search.Objective;
import io.bitknit.quantizer.search.SearchOptions;
import io.bitknit.quantizer.search.Trained;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.TrainOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The same search with two objectives and one accuracy budget: hardware in the loop against SGQuant's memory. */
final class SearchTable {
    private static final String BOARD = "ulx3s-85f";
    private static final double MAX_DROP = 0.4;
    private static final int EPOCHS = 60;
    private static final int RESULT_EPOCHS = 250;

    private SearchTable() {}

    /** @param records folder of the searches' records; an interrupted benchmark goes on from them */
    static String text(Path shared, Path records, int measure, int seeds) {
        FloatModel model = GcnTraining.train(GraphReader.read(shared.resolve("data/cora"), 0), TrainOptions.defaults());
        CompilerCost cost = new CompilerCost(Boards.load(BOARD));
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "objective",
                "cycles",
                "memory (SGQuant)",
                "hidden bits",
                "all bits",
                "validation, %",
                "validation drop",
                "test, %",
                "float, %",
                "within the budget",
                "minutes"));
        for (Objective objective : List.of(Objective.CYCLES, Objective.SGQUANT)) {
            rows.add(row(objective, model, cost, records, measure, seeds));
        }
        ResultFile page = new ResultFile(
                "Search of widths: hardware in the loop against SGQuant's memory",
                "./bitknit benchmark bit-search --measure " + measure + " --seeds " + seeds,
                "GCN with 16 hidden features on Cora, seed 0, " + measure + " measured configurations of " + EPOCHS
                        + " epochs per search, at most " + MAX_DROP
                        + " points of validation accuracy below 8 bits everywhere, in the last fifth of the epochs (*validation*)."
                        + " A configuration also says whether rows after an aggregation choose from two exponents or have"
                        + " none, which SGQuant does not count. *cycles* are those of the fastest"
                        + " accelerator for " + BOARD + " that the compiler finds. *test* is mean and deviation over "
                        + seeds
                        + " seeds, each with a float model of its own. Those within twice the budget are trained "
                        + RESULT_EPOCHS + " epochs over these"
                        + " seeds, the cheapest first by the objective, until the mean *validation drop* is at most "
                        + MAX_DROP + " points, too: below 8 bits everywhere, trained alike;"
                        + " one that is twice as far below after two seeds is left. *memory* is by SGQuant's"
                        + " counting, *hidden bits* and *all bits* by doc/QUANTIZATION.md. *minutes* are of measuring what an earlier run had not and of trying, "
                        + threads() + " trainings at a time.");
        page.table(rows);
        return page.machine().text();
    }

    private static int threads() {
        return Runtime.getRuntime().availableProcessors();
    }

    private static List<String> row(
            Objective objective, FloatModel model, CompilerCost cost, Path records, int measure, int seeds) {
        String name = objective.name().toLowerCase(Locale.ROOT);
        SearchOptions options = new SearchOptions(objective, MAX_DROP, measure, EPOCHS, 0, threads());
        Path csv = records.resolve(name + "-" + measure + ".csv");
        BitSearch search = new BitSearch(new GcnSubject(model, cost, cost.name()), options, csv);
        long start = System.nanoTime();
        List<Measured> all = search.run(
                        m -> System.err.println("bit-search: " + name + " " + m.index() + " of " + measure),
                        () -> false)
                .orElseThrow();
        Optional<Confirmation.Choice<Trained>> choice = new Confirmation<>(
                        search,
                        (widths, seed) -> {
                            Trained run = search.seed(widths, seed, RESULT_EPOCHS);
                            System.err.println("bit-search: " + name + ", " + Arrays.toString(widths) + ", seed " + seed
                                    + ": " + Figures.percent(run.validationLate()) + " % validation, last epochs");
                            return run;
                        },
                        Trained::validationLate,
                        seeds)
                .choose(all);
        double minutes = (System.nanoTime() - start) / 60e9;
        if (choice.isEmpty()) {
            return List.of(name, "-", "-", "-", "-", "-", "-", "-", "-", "none", PtqTable.decimal(minutes, 1));
        }
        List<Trained> runs = choice.get().runs();
        long within = all.stream().filter(search::accurate).count();
        return List.of(
                name,
                runs.get(0)
                        .hardware()
                        .map(HardwareCost.Measure::cycles)
                        .map(String::valueOf)
                        .orElse("does not fit"),
                "1/"
                        + PtqTable.decimal(
                                OverSeeds.mean(runs, run -> run.savingSgquant().orElse(0)), 1),
                PtqTable.decimal(OverSeeds.mean(runs, Trained::bitsHidden), 2),
                PtqTable.decimal(OverSeeds.mean(runs, Trained::bitsAll), 2),
                PtqTable.decimal(100 * choice.get().configuration().validation(), 1),
                PtqTable.decimal(100 * choice.get().drop(), 2),
                PtqTable.decimal(100 * OverSeeds.mean(runs, Trained::test), 2) + " ± "
                        + PtqTable.decimal(100 * OverSeeds.deviation(runs, Trained::test), 2),
                PtqTable.decimal(100 * OverSeeds.mean(runs, Trained::testFloat), 2),
                within + " of " + all.size() + ", " + choice.get().tried()
                        + (choice.get().confirmed() ? " tried" : " tried, none confirmed"),
                PtqTable.decimal(minutes, 1));
    }
}
