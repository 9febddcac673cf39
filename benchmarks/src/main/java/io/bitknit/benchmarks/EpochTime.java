// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.diag.ToolMissingException;
import io.bitknit.model.read.GraphReader;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.aware.AwareQuantizer;
import io.bitknit.quantizer.aware.Method;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.TrainOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleFunction;

/**
 * Milliseconds per epoch of training a GCN on Cora, in floats and in integers, beside the same programs in Python's
 * torch: in turns in one run, one thread each.
 */
final class EpochTime {
    private static final int WARM_EPOCHS = 20;
    private static final int EPOCHS = 100;
    private static final List<Integer> WEIGHT_BITS = List.of(4, 4);
    private static final int FEATURE_BITS = 4;
    private static final int SCORE_BITS = 8;
    private static final int EXPONENTS = 2;

    private EpochTime() {}

    /** Of one round, per epoch. */
    private record Millis(double wall, double processor) {
        static double least(List<Millis> rounds, ToDoubleFunction<Millis> figure) {
            return rounds.stream().mapToDouble(figure).min().orElseThrow();
        }
    }

    /**
     * @param pythons those with the torches to compare with
     * @param project where {@code benchmarks/python} is
     */
    static String text(Path shared, Path project, List<String> pythons, int rounds) {
        Path cora = shared.resolve("data/cora");
        GraphData graph = GraphReader.read(cora, 0);
        FloatModel model = GcnTraining.train(graph, TrainOptions.defaults());
        IntConsumer floats =
                epochs -> GcnTraining.train(graph, TrainOptions.defaults().withEpochs(epochs));
        IntConsumer integers = epochs -> AwareQuantizer.quantize(
                model,
                new Method.Fixed(1, HiddenWidths.uniform(FEATURE_BITS), EXPONENTS, WEIGHT_BITS, SCORE_BITS, epochs),
                0);
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "program, Python's torch",
                "Bitknit, ms",
                "Python's torch, ms",
                "ratio",
                "Bitknit, processor ms",
                "Python's torch, processor ms",
                "ratio of processor time"));
        for (String python : pythons) {
            try (Other other = new Other(python, project.resolve("benchmarks/python/gcn_epoch.py"), cora)) {
                rows.add(row("float", floats, other, rounds));
                rows.add(row("integers", integers, other, rounds));
            }
        }
        return new ResultFile(
                        "Time of an epoch against Python's torch",
                        "./bitknit benchmark epoch-time --python PYTHON --rounds " + rounds,
                        "A GCN with 16 hidden features on Cora, one thread each, in turns in one run: " + rounds
                                + " rounds of " + EPOCHS + " epochs after one that is not counted; the least of the"
                                + " rounds, since others use the machine, too. *float* is what `train` does: dropout on"
                                + " sparse inputs, Adam, one validation pass per epoch, single precision. *integers* is"
                                + " what `quantize` and `search` do: 4 bits for weights and features, learned scales, the"
                                + " loss on all nodes, double precision. Time of ours is the difference between a"
                                + " training of " + (WARM_EPOCHS + EPOCHS) + " epochs and one of " + WARM_EPOCHS
                                + ". `benchmarks/python/gcn_epoch.py` is the other side. To reach: a ratio of at most"
                                + " 1.1.")
                .table(rows)
                .machine()
                .text();
    }

    private static List<String> row(String program, IntConsumer training, Other other, int rounds) {
        List<Millis> here = new ArrayList<>();
        List<Millis> there = new ArrayList<>();
        for (int round = -1; round < rounds; round++) {
            System.err.println("epoch-time: " + program + ", torch " + other.version + ", "
                    + (round < 0 ? "not counted" : "round " + (round + 1) + " of " + rounds));
            Millis mine = here(training);
            Millis theirs = other.run(program, EPOCHS);
            if (round >= 0) {
                here.add(mine);
                there.add(theirs);
            }
        }
        List<String> row = new ArrayList<>(List.of(program + ", torch " + other.version));
        for (ToDoubleFunction<Millis> figure : List.<ToDoubleFunction<Millis>>of(Millis::wall, Millis::processor)) {
            double mine = Millis.least(here, figure);
            double theirs = Millis.least(there, figure);
            row.add(PtqTable.decimal(mine, 1));
            row.add(PtqTable.decimal(theirs, 1));
            row.add(PtqTable.decimal(mine / theirs, 2));
        }
        return row;
    }

    private static Millis here(IntConsumer training) {
        Millis few = once(training, WARM_EPOCHS);
        Millis many = once(training, WARM_EPOCHS + EPOCHS);
        return new Millis((many.wall() - few.wall()) / EPOCHS, (many.processor() - few.processor()) / EPOCHS);
    }

    private static Millis once(IntConsumer training, int epochs) {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long processor = system.getProcessCpuTime();
        long wall = System.nanoTime();
        training.accept(epochs);
        return new Millis((System.nanoTime() - wall) / 1e6, (system.getProcessCpuTime() - processor) / 1e6);
    }

    /** The program in Python, which waits for what to run. */
    private static final class Other implements AutoCloseable {
        private final Process process;
        private final BufferedReader answers;
        private final PrintStream questions;
        private final String version;

        Other(String python, Path script, Path folder) {
            try {
                process = new ProcessBuilder(python, script.toString(), folder.toString(), "--asked")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                throw missing(python);
            }
            answers = process.inputReader(StandardCharsets.UTF_8);
            questions = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            version = line(python);
        }

        private static ToolMissingException missing(String python) {
            return ToolMissingException.because("'" + python
                    + "' has no torch to compare with; name one that has with --python, or install it with: apt-get"
                    + " install python3-torch");
        }

        private String line(String python) {
            try {
                String line = answers.readLine();
                if (line == null) {
                    throw missing(python);
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Millis run(String program, int epochs) {
            questions.println(program + " " + epochs);
            String[] answer = line("python").split(" ", -1);
            return new Millis(Double.parseDouble(answer[0]), Double.parseDouble(answer[1]));
        }

        @Override
        public void close() {
            questions.close();
            process.destroy();
        }
    }
}
