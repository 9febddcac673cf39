// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import io.bitknit.model.Adjacency;
import io.bitknit.model.Convolution;
import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.BitCounts;
import io.bitknit.quantizer.aware.AwareQuantizer;
import io.bitknit.quantizer.aware.Method;
import io.bitknit.quantizer.aware.SeedReport;
import io.bitknit.quantizer.aware.SeedRun;
import io.bitknit.quantizer.aware.Workers;
import io.bitknit.quantizer.train.Randomness;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * SGQuant's automatic bit selection. A first round measures configurations drawn blindly, among them the uniform ones.
 * Every later round fits a regression tree to the measured accuracies, draws many configurations, half of them changes
 * of the front so far, keeps those whose predicted accuracy is within the budget, and measures the cheapest. To measure
 * is to train in the integer format, to run the integers on the validation nodes and to ask the hardware's cost.
 */
public final class BitSearch {
    private static final int SAMPLES = 2000;
    private static final int[] UNIFORM = {8, 4, 3, 2, 1};

    private final FloatModel model;
    private final SearchOptions options;
    private final HardwareCost hardware;
    private final BitSpace space;
    private final SearchLog log;
    private final Map<Integer, Measured> measured;
    private final double validationFloat;

    /**
     * @param hardwareName what the hardware is, for the record
     * @param csv record of the search; if it is there, the search goes on from it
     * @throws UserException if the record is of another search or damaged, Q-030 without validation nodes
     */
    public BitSearch(FloatModel model, SearchOptions options, HardwareCost hardware, String hardwareName, Path csv) {
        this.model = model;
        this.options = options;
        this.hardware = hardware;
        GraphData graph = model.graph();
        if (graph.validation().length == 0) {
            throw new UserException(
                    "Q-030",
                    graph.name(),
                    "the split has no validation nodes, and the search chooses on nothing else; use a split that has");
        }
        Adjacency adjacency = Convolution.withSelfLoops(graph.adjacency());
        space = new BitSpace(model, adjacency);
        int[] classes = FloatForward.classes(FloatForward.logits(model), graph.classes());
        validationFloat = FloatForward.accuracy(classes, graph.labels(), graph.validation());
        String digest =
                Integer.toHexString(Arrays.hashCode(model.layers().get(0).weight())) + "-" + graph.name();
        log = new SearchLog(csv, options.settings(digest, hardwareName), space);
        measured = new TreeMap<>(log.read());
    }

    /** Configurations that an earlier run has measured. */
    public int known() {
        return measured.size();
    }

    public double validationFloat() {
        return validationFloat;
    }

    /** Names of the places of a configuration's widths. */
    public List<String> places() {
        return space.names();
    }

    /**
     * Measures what is still missing.
     *
     * @param done told after each measurement, from several threads
     * @param stop asked before each measurement
     * @return all measured configurations, or nothing if it was stopped
     */
    public Optional<List<Measured>> run(Consumer<Measured> done, BooleanSupplier stop) {
        int perRound = options.measure() / SearchOptions.ROUNDS;
        List<Measured> all = new ArrayList<>();
        for (int round = 0; round < SearchOptions.ROUNDS; round++) {
            int first = round * perRound;
            int count = round == SearchOptions.ROUNDS - 1 ? options.measure() - first : perRound;
            List<int[]> picked = round == 0 ? blind(count) : ranked(all, round, count);
            List<Callable<Optional<Measured>>> work = new ArrayList<>();
            for (int i = 0; i < picked.size(); i++) {
                int index = first + i;
                int now = round;
                int[] widths = picked.get(i);
                Measured known = measured.get(index);
                if (known != null && !Arrays.equals(known.widths(), widths)) {
                    throw new UserException(
                            "Q-028",
                            "index " + index,
                            "the record of the search is damaged; remove the line to measure it again");
                }
                work.add(() -> known != null ? Optional.of(known) : measure(index, now, widths, done, stop));
            }
            List<Optional<Measured>> results = Workers.run(work, options.threads());
            if (results.stream().anyMatch(Optional::isEmpty)) {
                return Optional.empty();
            }
            results.forEach(result -> all.add(result.orElseThrow()));
        }
        return Optional.of(List.copyOf(all));
    }

    private List<int[]> blind(int count) {
        UniformRandomProvider random = Randomness.of(options.seed(), "blind", 0);
        List<int[]> picked = new ArrayList<>();
        for (int bits : UNIFORM) {
            if (picked.size() < count) {
                picked.add(space.uniform(bits));
            }
        }
        while (picked.size() < count) {
            picked.add(space.random(random));
        }
        return picked;
    }

    private record Candidate(int[] widths, double accuracy, double cost) {}

    private List<int[]> ranked(List<Measured> all, int round, int count) {
        UniformRandomProvider random = Randomness.of(options.seed(), "samples", round);
        AccuracyTree tree = new AccuracyTree(space.names(), all, options.seed());
        LinearCost cost = new LinearCost(all, space::costFeatures);
        List<Measured> front = front(all);
        List<Candidate> candidates = new ArrayList<>();
        List<int[]> taken = new ArrayList<>();
        all.forEach(m -> taken.add(m.widths()));
        for (int i = 0; i < SAMPLES; i++) {
            int[] widths = i % 2 == 0 || front.isEmpty()
                    ? space.random(random)
                    : space.changed(front.get(random.nextInt(front.size())).widths(), random);
            if (taken.stream().noneMatch(other -> Arrays.equals(other, widths))) {
                taken.add(widths);
                candidates.add(new Candidate(widths, tree.predict(widths), cost.predict(widths)));
            }
        }
        double floor = floor();
        List<int[]> picked = new ArrayList<>();
        candidates.stream()
                .filter(c -> c.accuracy() >= floor)
                .sorted(Comparator.comparingDouble(Candidate::cost))
                .limit(count)
                .forEach(c -> picked.add(c.widths()));
        // Too few seem good enough: the most accurate of the others.
        candidates.stream()
                .filter(c -> c.accuracy() < floor)
                .sorted(Comparator.comparingDouble(Candidate::accuracy).reversed())
                .limit(count - picked.size())
                .forEach(c -> picked.add(c.widths()));
        return picked;
    }

    /** Least validation accuracy that the budget allows. */
    private double floor() {
        return validationFloat - options.maxDrop() / 100 - 1e-9;
    }

    private Optional<Measured> measure(
            int index, int round, int[] widths, Consumer<Measured> done, BooleanSupplier stop) {
        if (stop.getAsBoolean()) {
            return Optional.empty();
        }
        SeedRun run = AwareQuantizer.quantize(model, method(widths), options.seed());
        QuantizedModel quantized = run.model();
        // SGQuant's measure needs no hardware; the result's cycles are asked for at the end.
        Optional<HardwareCost.Measure> cost =
                options.objective() == Objective.SGQUANT ? Optional.empty() : hardware.of(quantized);
        BitCounts bits = BitCounts.of(quantized);
        double saving = SeedReport.savingSgquant(quantized);
        Measured result = new Measured(
                index,
                round,
                widths,
                run.validation(),
                options.objective() == Objective.SGQUANT
                        ? sgquantBits(saving)
                        : cost.map(this::objective).orElse(Double.POSITIVE_INFINITY),
                cost.map(HardwareCost.Measure::cycles).orElse(-1L),
                bits.hiddenBits(),
                bits.allBits(),
                saving);
        synchronized (measured) {
            measured.put(index, result);
            log.write(measured.values());
        }
        done.accept(result);
        return Optional.of(result);
    }

    private double objective(HardwareCost.Measure cost) {
        return switch (options.objective()) {
            case MEMORY -> cost.memoryKbit();
            case AREA -> cost.areaLuts();
            case CYCLES, SGQUANT -> cost.cycles();
        };
    }

    private double sgquantBits(double saving) {
        double elements = model.graph().features();
        for (int l = 0; l < model.layers().size() - 1; l++) {
            elements += model.layers().get(l).outputs();
        }
        return 32 * elements * model.graph().nodes() / saving;
    }

    /** The quantization of a configuration, exactly as it was measured. */
    public Method.Fixed method(int[] widths) {
        return space.method(widths, options.epochs());
    }

    /** Configurations that no other one beats, cheapest first. */
    public static List<Measured> front(List<Measured> all) {
        return all.stream()
                .filter(m -> Double.isFinite(m.cost()) && all.stream().noneMatch(m::dominatedBy))
                .sorted(Comparator.comparingDouble(Measured::cost).thenComparingInt(Measured::index))
                .toList();
    }

    /** The cheapest within the budget; nothing if none is. */
    public Optional<Measured> best(List<Measured> all) {
        return front(all).stream().filter(m -> m.validation() >= floor()).findFirst();
    }
}
