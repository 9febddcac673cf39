// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import io.bitknit.model.diag.UserException;
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
import java.util.function.Predicate;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * SGQuant's automatic bit selection. A first round measures configurations drawn blindly, among them the uniform ones.
 * Every later round fits a regression tree to the measured accuracies, draws many configurations, half of them changes
 * of the front so far, keeps those whose predicted accuracy is within the budget, and measures the cheapest. To measure
 * is to train in the integer format, to run the integers on the validation nodes, of which the last fifth of the epochs
 * counts, and to ask the hardware's cost.
 */
public final class BitSearch {
    private static final int SAMPLES = 2000;
    private static final int[] UNIFORM = {8, 4, 6, 3, 2, 1};

    private final Subject subject;
    private final SearchOptions options;
    private final BitSpace space;
    private final SearchLog log;
    private final Map<Integer, Measured> measured;

    /**
     * @param csv record of the search; if it is there, the search goes on from it
     * @throws UserException if the record is of another search or damaged, Q-030 without validation nodes,
     *     Q-032 if the objective cannot be told of the subject
     */
    public BitSearch(Subject subject, SearchOptions options, Path csv) {
        this.subject = subject;
        this.options = options;
        if (subject.graph().validation().length == 0) {
            throw new UserException(
                    "Q-030",
                    subject.graph().name(),
                    "the split has no validation nodes, and the search chooses on nothing else; use a split that has");
        }
        subject.require(options.objective());
        space = subject.space();
        log = new SearchLog(csv, options.settings(subject.digest()), space);
        measured = new TreeMap<>(log.read());
    }

    /** Configurations that an earlier run has measured. */
    public int known() {
        return measured.size();
    }

    public Subject subject() {
        return subject;
    }

    SearchOptions options() {
        return options;
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

    /**
     * Least validation accuracy that the budget allows. What late epochs reach is compared with what they reach at 8 bits
     * everywhere, which is measured first; before that there is only the float model.
     */
    public double floor() {
        Measured wide = measured.get(0);
        double from = wide == null ? subject.validationFloat() : wide.validation();
        return from - options.maxDrop() / 100 - 1e-9;
    }

    /** Whether a configuration is accurate enough for the budget. */
    public boolean accurate(Measured m) {
        return m.validation() >= floor();
    }

    private Optional<Measured> measure(
            int index, int round, int[] widths, Consumer<Measured> done, BooleanSupplier stop) {
        if (stop.getAsBoolean()) {
            return Optional.empty();
        }
        Trained trained = subject.train(widths, options.epochs(), options.seed(), true);
        // SGQuant's measure needs no hardware; the result's cycles are asked for at the end.
        Optional<HardwareCost.Measure> hardware =
                options.objective() == Objective.SGQUANT ? Optional.empty() : trained.hardware();
        Measured result = new Measured(
                index,
                round,
                widths,
                trained.validationLate(),
                trained.cost(options.objective(), hardware),
                hardware.map(HardwareCost.Measure::cycles).orElse(-1L),
                trained.bitsHidden(),
                trained.bitsAll(),
                trained.savingSgquant().orElse(Double.NaN));
        synchronized (measured) {
            measured.put(index, result);
            log.write(measured.values());
        }
        done.accept(result);
        return Optional.of(result);
    }

    /**
     * A configuration over seeds: first as it was measured, then of other float models of the same shape.
     *
     * @param count of seeds
     * @param epochs of training
     */
    public List<Trained> seeds(int[] widths, int count, int epochs) {
        return Workers.range(0, count, index -> seed(widths, index, epochs), options.threads());
    }

    /**
     * One seed of a configuration.
     *
     * @param index from 0, which takes the float model that is searched
     * @param epochs of training; more than those of the search are worth it for a result
     */
    public Trained seed(int[] widths, int index, int epochs) {
        return subject.train(widths, epochs, options.seed() + index, index == 0);
    }

    /** Configurations that no other one beats, cheapest first. */
    public static List<Measured> front(List<Measured> all) {
        return cheapestFirst(all, m -> all.stream().noneMatch(m::dominatedBy));
    }

    /** Those of the front within the budget, cheapest first. */
    public List<Measured> withinBudget(List<Measured> all) {
        return front(all).stream().filter(this::accurate).toList();
    }

    /**
     * All that the hardware can hold within so many times the budget, cheapest first, whether others beat them or not.
     */
    List<Measured> candidates(List<Measured> all, double budgets) {
        double floor = floor() - (budgets - 1) * options.maxDrop() / 100;
        return cheapestFirst(all, m -> m.validation() >= floor);
    }

    /** Those that the hardware can hold, of equal cost the ones that were measured first. */
    private static List<Measured> cheapestFirst(List<Measured> all, Predicate<Measured> kept) {
        return all.stream()
                .filter(m -> Double.isFinite(m.cost()))
                .filter(kept)
                .sorted(Comparator.comparingDouble(Measured::cost).thenComparingInt(Measured::index))
                .toList();
    }

    /** The cheapest within the budget; nothing if none is. */
    public Optional<Measured> best(List<Measured> all) {
        return withinBudget(all).stream().findFirst();
    }
}
