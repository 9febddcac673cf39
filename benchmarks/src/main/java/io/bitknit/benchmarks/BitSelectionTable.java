// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.model.GraphData;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.read.GraphReader;
import io.bitknit.quantizer.aware.OverSeeds;
import io.bitknit.quantizer.network.NetworkOptions;
import io.bitknit.quantizer.network.NetworkTraining;
import io.bitknit.quantizer.search.BitSearch;
import io.bitknit.quantizer.search.Confirmation;
import io.bitknit.quantizer.search.GcnSubject;
import io.bitknit.quantizer.search.Measured;
import io.bitknit.quantizer.search.NetworkSubject;
import io.bitknit.quantizer.search.Objective;
import io.bitknit.quantizer.search.SearchOptions;
import io.bitknit.quantizer.search.Subject;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.TrainOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** SGQuant's automatic bit selection by its own objective, over architectures and graphs. */
final class BitSelectionTable {
    private static final double MAX_DROP = 0.4;

    /** Of float networks of amazon-computers. */
    private static final double RATE = 0.05;

    private final Path shared;
    private final Path records;
    private final Request request;
    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> chosen = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    /**
     * What is measured.
     *
     * @param architectures {@code gcn}, {@code agnn}, {@code gat}
     * @param datasets folders of graphs
     * @param measure configurations per search
     * @param epochs of training per configuration
     * @param resultEpochs of training the result
     * @param seeds of each result
     */
    record Request(
            List<String> architectures,
            List<String> datasets,
            int measure,
            int epochs,
            int resultEpochs,
            int seeds,
            int threads) {
        Request {
            architectures = List.copyOf(architectures);
            datasets = List.copyOf(datasets);
            for (String architecture : architectures) {
                if (!List.of("gcn", "agnn", "gat").contains(architecture)) {
                    throw new UserException(
                            "U-001",
                            "--arch",
                            "'" + architecture + "' is not counted by SGQuant; use gcn, agnn or gat");
                }
            }
        }

        String command() {
            return "./bitknit benchmark abs --arch " + String.join(",", architectures) + " --datasets "
                    + String.join(",", datasets) + " --measure " + measure + " --epochs " + epochs
                    + " --result-epochs " + resultEpochs + " --seeds "
                    + seeds;
        }
    }

    /** @param records folder of what was measured; an interrupted benchmark goes on from it */
    BitSelectionTable(Path shared, Path records, Request request) {
        this.shared = shared;
        this.records = records;
        this.request = request;
        rows.add(List.of(
                "graph, architecture",
                "float, %",
                "integers, %",
                "drop, points",
                "validation drop",
                "saving",
                "saving at 8 bits",
                "hidden bits",
                "all bits",
                "within the budget"));
    }

    /** @param written takes the page after every search: the whole takes long */
    void measure(Consumer<String> written) {
        // Graph by graph: the small ones come first where they are named first.
        for (String dataset : request.datasets()) {
            request.architectures().forEach(architecture -> missing.add(dataset + ", " + architecture));
        }
        for (String dataset : request.datasets()) {
            for (String architecture : request.architectures()) {
                String name = dataset + ", " + architecture;
                GraphData graph = GraphReader.read(shared.resolve("data").resolve(dataset), 0);
                add(name, dataset + "-" + architecture, subject(architecture, graph));
                missing.remove(name);
                written.accept(page());
            }
        }
    }

    private static Subject subject(String architecture, GraphData graph) {
        // Rows of amazon-computers have hundreds of entries; normalised, they are so small that the usual rate, with
        // weights that decay, ends at 54 % of the validation nodes of a GCN and 74 % of a GAT.
        boolean smallEntries = graph.name().equals("amazon-computers");
        if (architecture.equals("gcn")) {
            TrainOptions usual = TrainOptions.defaults();
            // Nothing asks for hardware: SGQuant's objective is memory by its own counting.
            return GcnSubject.withoutHardware(
                    GcnTraining.train(graph, smallEntries ? usual.withOptimizer(RATE, 0) : usual));
        }
        Architecture kind = Architecture.valueOf(architecture.toUpperCase(Locale.ROOT));
        NetworkOptions usual = NetworkOptions.defaults(kind, false, 0);
        return new NetworkSubject(NetworkTraining.train(graph, smallEntries ? usual.withOptimizer(RATE, 0) : usual)
                .network());
    }

    private void add(String name, String file, Subject subject) {
        SearchOptions options = new SearchOptions(
                Objective.SGQUANT, MAX_DROP, request.measure(), request.epochs(), 0, request.threads());
        String stem = file + "-" + request.measure() + "-" + request.epochs();
        BitSearch search = new BitSearch(subject, options, records.resolve(stem + ".csv"));
        List<Measured> all = search.run(
                        m -> System.err.println("abs: " + name + ", configuration " + m.index() + " of "
                                + request.measure() + ": " + Figures.percent(m.validation()) + " % validation, 1/"
                                + PtqTable.decimal(m.savingSgquant(), 1)),
                        () -> false)
                .orElseThrow();
        String within = all.stream().filter(search::accurate).count() + " of " + all.size();
        Map<String, SeedRecords> tried = new ConcurrentHashMap<>();
        Optional<Confirmation.Choice<SeedRecords.Run>> choice = new Confirmation<>(
                        search,
                        (widths, seed) -> {
                            SeedRecords.Run run = tried.computeIfAbsent(
                                            Arrays.toString(widths), key -> runs(search, stem, widths))
                                    .get(seed);
                            System.err.println("abs: " + name + ", " + widths(search, widths) + ", seed " + seed + ": "
                                    + Figures.percent(run.validationLate()) + " % validation, last epochs");
                            return run;
                        },
                        SeedRecords.Run::validationLate,
                        request.seeds())
                .choose(all);
        if (choice.isEmpty()) {
            rows.add(List.of(name, "-", "-", "-", "-", "-", "-", "-", "-", within));
            return;
        }
        List<SeedRecords.Run> runs = choice.get().runs();
        rows.add(List.of(
                name,
                Figures.meanAndDeviation(runs, SeedRecords.Run::testFloat),
                Figures.meanAndDeviation(runs, SeedRecords.Run::test),
                PtqTable.decimal(100 * OverSeeds.mean(runs, r -> r.testFloat() - r.test()), 2),
                PtqTable.decimal(100 * choice.get().drop(), 2),
                PtqTable.decimal(OverSeeds.mean(runs, SeedRecords.Run::saving), 2),
                PtqTable.decimal(all.get(0).savingSgquant(), 2),
                PtqTable.decimal(OverSeeds.mean(runs, SeedRecords.Run::bitsHidden), 2),
                PtqTable.decimal(OverSeeds.mean(runs, SeedRecords.Run::bitsAll), 2),
                within + ", " + choice.get().tried()
                        + (choice.get().confirmed() ? " tried" : " tried, none confirmed")));
        chosen.add(
                "- " + name + ": " + widths(search, choice.get().configuration().widths()));
    }

    private SeedRecords runs(BitSearch search, String stem, int[] widths) {
        return new SeedRecords(records.resolve(stem + "-seeds.csv"), search, widths, request.resultEpochs());
    }

    /** Groups of equal widths side by side, as {@code conv1.combined 2-2-1-1}. */
    private static String widths(BitSearch search, int[] widths) {
        List<String> names = search.subject().space().names();
        StringBuilder text = new StringBuilder();
        String group = "";
        for (int p = 0; p < widths.length; p++) {
            String now = names.get(p).replaceFirst("\\.d[0-9+-]+$", "");
            text.append(now.equals(group) ? "-" : (p == 0 ? "" : ", ") + now + " ")
                    .append(widths[p]);
            group = now;
        }
        return text.toString();
    }

    private String page() {
        ResultFile page = new ResultFile(
                "Automatic bit selection by SGQuant's objective",
                request.command(),
                "Each search measures " + request.measure() + " configurations of " + request.epochs()
                        + " epochs on one float network (seed 0), by the mean of the last fifth of the epochs on the validation nodes. Those that are at most twice "
                        + MAX_DROP + " points below 8 bits everywhere there are trained for "
                        + request.resultEpochs() + " epochs over "
                        + request.seeds()
                        + " seeds, cheapest first by SGQuant's counting, until the mean *validation drop* is at most "
                        + MAX_DROP
                        + " points, too; one that is twice as far below after two seeds is left. The drop is below "
                        + "8 bits everywhere, trained alike, both in the last fifth of the epochs: the epoch that is exported is "
                        + "the best of many on these nodes, which flatters a configuration the more, the more it wavers. *within "
                        + "the budget* says how many there were and how "
                        + "many were tried over seeds. Widths go by layer, component and bucket of the in-degree "
                        + "(LWQ+CWQ+TAQ: below 4, 8, 16, others). *float* and *integers* are test accuracies, mean and deviation over "
                        + request.seeds()
                        + " seeds, each with a float network of its own; test labels are only counted. *saving* is how "
                        + "many times less memory than with 32-bit floats by SGQuant's counting, which has the input "
                        + "as dense, of a GCN only what layers read, and no weights; *saving at 8 bits* is that of "
                        + "8 bits everywhere but in a binary input. *hidden bits* and *all bits* are those of "
                        + "doc/QUANTIZATION.md. Float networks of amazon-computers train at a rate of 0.05 and without "
                        + "weight decay, by their accuracy on the validation nodes; all others by the defaults of `train`.");
        page.line("To reach: a mean drop of at most 0.4 points at a saving between 4.25 and 31.9 or better.");
        page.table(rows);
        if (!missing.isEmpty()) {
            page.line("Not measured yet, the same command goes on: " + String.join("; ", missing) + ".");
        }
        page.line("Chosen widths, by in-degree from low to high:");
        return page.line(String.join("\n", chosen)).machine().text();
    }
}
