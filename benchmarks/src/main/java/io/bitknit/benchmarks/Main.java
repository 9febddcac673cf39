// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.compiler.DesignFile;
import io.bitknit.model.diag.Diagnostic;
import io.bitknit.model.diag.ToolMissingException;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.network.Architecture;
import io.bitknit.model.read.NodeFeatures;
import io.bitknit.quantizer.ExponentChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./bitknit benchmark NAME}: measures and writes {@code NAME.md} into the folder of results. */
@Command(
        name = "benchmark",
        mixinStandardHelpOptions = true,
        description = "Run one of the project's benchmarks and write its table under doc/results.",
        subcommands = {CommandLine.HelpCommand.class})
public final class Main {
    @Option(
            names = "--shared",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "FOLDER",
            description =
                    "Folder with data/ and models/ of the benchmark graphs; default: ../shared beside the project.")
    private @Nullable Path shared;

    @Option(
            names = "--results",
            scope = CommandLine.ScopeType.INHERIT,
            paramLabel = "FOLDER",
            description = "Where the table goes; default: doc/results of the project.")
    private @Nullable Path results;

    private final Path project = Path.of(System.getProperty("bitknit.root", "."));

    private Main() {}

    public static void main(String[] args) {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.setExpandAtFiles(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            if (e instanceof UserException) {
                System.err.println(e.getMessage());
                return 1;
            }
            if (e instanceof ToolMissingException) {
                System.err.println("error: " + e.getMessage());
                return 2;
            }
            throw e;
        });
        System.exit(line.execute(args));
    }

    @Command(
            name = "ptq",
            mixinStandardHelpOptions = true,
            description = "Accuracy against bits, by calibration alone.")
    int ptq() {
        write("ptq", PtqTable.text(sharedFolder()));
        return 0;
    }

    @Command(
            name = "accuracy",
            mixinStandardHelpOptions = true,
            description = "Accuracy against bits of a GCN on Cora, trained in the integer format, over seeds.")
    int accuracy(
            @Option(names = "--seeds", paramLabel = "N", description = "Float models; default 10.", defaultValue = "10")
                    int seeds,
            @Option(
                            names = "--threads",
                            paramLabel = "N",
                            description = "Trainings at a time; default 2.",
                            defaultValue = "2")
                    int threads) {
        if (seeds < 1 || seeds > 1000 || threads < 1 || threads > 1000) {
            throw new UserException("U-001", "--seeds", "seeds and threads are 1 to 1000");
        }
        write("accuracy", AwareTable.text(sharedFolder(), seeds, threads));
        return 0;
    }

    @Command(
            name = "epoch-time",
            mixinStandardHelpOptions = true,
            description = "Time of an epoch of training beside the same program in Python's torch.")
    int epochTime(
            @Option(
                            names = "--python",
                            paramLabel = "LIST",
                            split = ",",
                            description = "Pythons that have torch; default python3.",
                            defaultValue = "python3")
                    List<String> pythons,
            @Option(names = "--rounds", paramLabel = "N", description = "Rounds; default 7.", defaultValue = "7")
                    int rounds) {
        requirePositive("--rounds", rounds);
        write("epoch-time", EpochTime.text(sharedFolder(), project, pythons, rounds));
        return 0;
    }

    @Command(
            name = "bit-search",
            mixinStandardHelpOptions = true,
            description = "Search of widths on cycles against search on SGQuant's memory, a GCN on Cora.")
    int bitSearch(
            @Option(
                            names = "--measure",
                            paramLabel = "N",
                            description = "Configurations per search; default 200.",
                            defaultValue = "200")
                    int measure,
            @Option(
                            names = "--seeds",
                            paramLabel = "N",
                            description = "Runs of each result; default 10.",
                            defaultValue = "10")
                    int seeds) {
        if (seeds < 1 || seeds > 1000) {
            throw new UserException("U-001", "--seeds", "seeds are 1 to 1000");
        }
        write("bit-search", SearchTable.text(sharedFolder(), project.resolve(".bitknit/bit-search"), measure, seeds));
        return 0;
    }

    @Command(
            name = "abs",
            mixinStandardHelpOptions = true,
            description = "SGQuant's automatic bit selection by its own objective. Goes on where it was interrupted.")
    int abs(
            @Option(
                            names = "--arch",
                            paramLabel = "LIST",
                            split = ",",
                            description = "Architectures; default gcn,agnn,gat.",
                            defaultValue = "gcn,agnn,gat")
                    List<String> architectures,
            @Option(
                            names = "--datasets",
                            paramLabel = "LIST",
                            split = ",",
                            description = "Folders under data/; default cora,dblp,amazon-computers.",
                            defaultValue = "cora,dblp,amazon-computers")
                    List<String> datasets,
            @Option(
                            names = "--measure",
                            paramLabel = "N",
                            description = "Configurations per search; default 200.",
                            defaultValue = "200")
                    int measure,
            @Option(
                            names = "--epochs",
                            paramLabel = "N",
                            description = "Training epochs of a configuration; default 60.",
                            defaultValue = "60")
                    int epochs,
            @Option(
                            names = "--result-epochs",
                            paramLabel = "N",
                            description = "Training epochs of the result; default 200.",
                            defaultValue = "200")
                    int resultEpochs,
            @Option(
                            names = "--seeds",
                            paramLabel = "N",
                            description = "Runs of each result; default 10.",
                            defaultValue = "10")
                    int seeds,
            @Option(
                            names = "--threads",
                            paramLabel = "N",
                            description = "Configurations at a time; default 2.",
                            defaultValue = "2")
                    int threads) {
        requirePositive("--seeds", seeds);
        requirePositive("--result-epochs", resultEpochs);
        BitSelectionTable.Request request =
                new BitSelectionTable.Request(architectures, datasets, measure, epochs, resultEpochs, seeds, threads);
        new BitSelectionTable(sharedFolder(), project.resolve(".bitknit/abs"), request)
                .measure(text -> write("abs", text));
        return 0;
    }

    @Command(
            name = "cycles",
            mixinStandardHelpOptions = true,
            description = "Cycles, roofline and area against bits, Cora on ULX3S-85F.")
    int cycles() {
        write("cycles", CyclesTable.text(sharedFolder()));
        return 0;
    }

    @Command(
            name = "simulators",
            mixinStandardHelpOptions = true,
            description = "Simulated cycles per second: the cycle simulator against Verilator, one thread each.")
    int simulators(
            @Parameters(
                            arity = "0..*",
                            paramLabel = "DESIGN",
                            description = "Design folders that compile wrote; default: Cora at 4 bits on ULX3S-85F.")
                    @Nullable
                    List<Path> designs) {
        if (designs == null || designs.isEmpty()) {
            DesignFile.Content cora = CyclesTable.reference(sharedFolder()).content();
            write("simulators", SimulatorSpeed.text(List.of(cora), "./bitknit benchmark simulators", cache()));
            return 0;
        }
        List<DesignFile.Content> contents =
                designs.stream().map(DesignFile::read).toList();
        String names = designs.stream()
                .map(design -> " " + Diagnostic.printable(design.toString()))
                .collect(Collectors.joining());
        write("simulators", SimulatorSpeed.text(contents, "./bitknit benchmark simulators" + names, cache()));
        return 0;
    }

    @Command(
            name = "gat",
            mixinStandardHelpOptions = true,
            description =
                    "Accuracy of GAT, or another network, on Cora with one width for everything, trained in integers.")
    int gat(
            @Option(
                            names = "--arch",
                            paramLabel = "NAME",
                            description = "gat, sage, gin or agnn; default gat.",
                            defaultValue = "GAT")
                    Architecture architecture,
            @Option(names = "--seeds", paramLabel = "N", description = "Seeds from 0; default 10.", defaultValue = "10")
                    int seeds) {
        requirePositive("--seeds", seeds);
        NodeNetworkTable table = new NodeNetworkTable(architecture);
        table.measure(sharedFolder(), seeds, text -> write(table.name(), text));
        return 0;
    }

    @Command(
            name = "gin",
            mixinStandardHelpOptions = true,
            description = "Accuracy of GIN on a set of graphs, with Degree-Quant; REDDIT-BINARY takes hours. "
                    + "Goes on where it was interrupted.")
    int gin(
            @Option(
                            names = "--dataset",
                            paramLabel = "NAME",
                            description = "Folder under data/; default IMDB-BINARY.",
                            defaultValue = "IMDB-BINARY")
                    String dataset,
            @Option(
                            names = "--folds",
                            paramLabel = "N",
                            description = "Folds from 0, up to 10; default 10.",
                            defaultValue = "10")
                    int folds,
            @Option(
                            names = "--passes",
                            paramLabel = "N",
                            description = "Passes of float training; default 60.",
                            defaultValue = "60")
                    int passes,
            @Option(
                            names = "--node-features",
                            paramLabel = "KIND",
                            description =
                                    "auto (labels, else degrees), labels, degree, octaves (of the degree), constant; default auto.",
                            defaultValue = "AUTO")
                    NodeFeatures features,
            @Option(
                            names = "--batch",
                            paramLabel = "N",
                            description = "Graphs per step of float training; default 128.",
                            defaultValue = "128")
                    int batch,
            @Option(
                            names = "--learning-rate",
                            paramLabel = "X",
                            description = "Of float training; default 0.01.",
                            defaultValue = "0.01")
                    double learningRate,
            @Option(
                            names = "--exponents",
                            paramLabel = "N",
                            description =
                                    "Powers of two that nodes of a degree may choose from: 1, 2, 4, 8; default 1.",
                            defaultValue = "1")
                    int exponents,
            @Option(
                            names = "--threads",
                            paramLabel = "N",
                            description = "Folds at a time; default 1. One of REDDIT-BINARY takes up to 8 GB.",
                            defaultValue = "1")
                    int threads) {
        requirePositive("--folds", folds);
        requirePositive("--passes", passes);
        requirePositive("--threads", threads);
        new ExponentChoice(exponents);
        String page = "gin-" + dataset.toLowerCase(java.util.Locale.ROOT);
        GraphClassificationTable.Request request = new GraphClassificationTable.Request(
                dataset, features, folds, passes, batch, learningRate, exponents, threads);
        new GraphClassificationTable(sharedFolder(), project.resolve(".bitknit/" + page + ".csv"), request)
                .measure(text -> write(page, text));
        return 0;
    }

    private static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new UserException("U-001", option, value + " is not possible; use 1 or more");
        }
    }

    @Command(
            name = "estimates",
            mixinStandardHelpOptions = true,
            description =
                    "Error of area and cycles on whole accelerators that the fit has not seen. Goes on where it was "
                            + "interrupted.")
    int estimates(
            @Option(
                            names = "--designs",
                            paramLabel = "N",
                            description = "Number of accelerators; default 42.",
                            defaultValue = "42")
                    int designs) {
        if (designs < 1 || designs > 1000) {
            throw new UserException("U-001", "--designs", designs + " designs are not possible; use 1 to 1000");
        }
        HeldOutDesigns heldOut =
                new HeldOutDesigns(KarateModel.read(), PtqTable.load(sharedFolder(), "cora-gcn", "cora"));
        CountedDesigns counted = new CountedDesigns(project.resolve(".bitknit"));
        write("estimates", new EstimatesTable(heldOut, counted, cache()).text(designs));
        return 0;
    }

    @Command(
            name = "units",
            mixinStandardHelpOptions = true,
            description =
                    "Tables for each bit of a term of the gather lanes, three families, and their clock on iCE40.")
    int units(
            @Option(
                            names = "--sizes",
                            paramLabel = "N",
                            description = "So many of the nine sizes; default all.",
                            defaultValue = "9")
                    int sizes) {
        write("units", UnitsTable.text(sizes));
        return 0;
    }

    @Command(
            name = "boards",
            mixinStandardHelpOptions = true,
            description = "Microseconds per inference of Cora on three boards, with the alternatives of the search.")
    int boards() {
        write(
                "boards",
                BoardsTable.text("Cora", PtqTable.load(sharedFolder(), "cora-gcn", "cora"), BoardsTable.BOARDS));
        return 0;
    }

    @Command(
            name = "equivalence",
            mixinStandardHelpOptions = true,
            description = "Proofs that the cells of each unit do what its Verilog says, three families.")
    int equivalence(
            @Option(
                            names = "--seconds",
                            paramLabel = "N",
                            description = "Limit for each unit and family; default 600.",
                            defaultValue = "600")
                    int seconds) {
        requirePositive("--seconds", seconds);
        write("equivalence", EquivalenceTable.text(Duration.ofSeconds(seconds)));
        return 0;
    }

    @Command(
            name = "readme",
            mixinStandardHelpOptions = true,
            description = "Copy the main rows of the tables under doc/results into README.md.")
    int readme() {
        ReadmeResults.update(project.resolve("README.md"), resultsFolder());
        return 0;
    }

    @Command(
            name = "compile-scaling",
            mixinStandardHelpOptions = true,
            description = "Compile time per stage and memory against graph size, on generated graphs.")
    int compileScaling(
            @Option(
                            names = "--edges",
                            paramLabel = "N",
                            description = "Largest graph, in edges; default 10000000.",
                            defaultValue = "10000000")
                    long edges) {
        if (edges < CompileScaling.SMALLEST || edges > Integer.MAX_VALUE / 8) {
            throw new UserException("U-001", "--edges", edges + " edges are not possible; use 10000 to 200000000");
        }
        write("compile-scaling", CompileScaling.text(edges));
        return 0;
    }

    @Command(
            name = "jmh",
            mixinStandardHelpOptions = true,
            description = "The cycle simulator on generated designs, with JMH; prints, writes nothing.")
    int jmh() throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(CycleSimulatorBenchmark.class.getSimpleName())
                        .build())
                .run();
        return 0;
    }

    private Path sharedFolder() {
        return shared != null ? shared : project.resolve("../shared").normalize();
    }

    private Path cache() {
        return project.resolve(".bitknit/simulators");
    }

    private Path resultsFolder() {
        return results != null ? results : project.resolve("doc/results");
    }

    private void write(String name, String text) {
        Path folder = resultsFolder();
        ResultFile.write(folder.resolve(name + ".md"), text);
        System.out.print(text);
    }
}
