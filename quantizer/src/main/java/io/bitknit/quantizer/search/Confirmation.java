// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import io.bitknit.quantizer.aware.OverSeeds;
import io.bitknit.quantizer.aware.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Chooses a measured configuration by more than one seed. A search measures with one. Here those within the budget are
 * tried cheapest first over all seeds, each with a float model of its own, and judged by the last fifth of the epochs
 * against 8 bits everywhere, trained alike. The first whose mean is within the budget is chosen. Those that are a little
 * outside by the search are tried, too: its trainings may be shorter, and narrow rows need more epochs.
 *
 * @param <R> what one run tells
 */
public final class Confirmation<R> {
    /** Runs after which a configuration that is far off is left. */
    private static final int FIRST_RUNS = 2;

    /** How many times the budget is far off. */
    private static final double FAR = 2;

    private final BitSearch search;
    private final Trainer<R> trainer;
    private final ToDoubleFunction<R> validationLate;
    private final int seeds;
    private final double budget;

    /** Trains a configuration with a seed, counted from 0; asked from several threads. */
    @FunctionalInterface
    public interface Trainer<R> {
        R train(int[] widths, int seed);
    }

    /**
     * What was chosen.
     *
     * @param runs one per seed
     * @param drop mean accuracy on the validation nodes below 8 bits everywhere, 0..1
     * @param tried configurations that were tried
     * @param confirmed whether the drop is within the budget; if no configuration is, the most accurate one by the search
     *     is taken
     */
    public record Choice<R>(Measured configuration, List<R> runs, double drop, int tried, boolean confirmed) {
        public Choice {
            runs = List.copyOf(runs);
        }
    }

    /**
     * @param validationLate accuracy of a run on the validation nodes, mean over the last fifth of the epochs
     * @param seeds of each configuration
     */
    public Confirmation(BitSearch search, Trainer<R> trainer, ToDoubleFunction<R> validationLate, int seeds) {
        this.search = search;
        this.trainer = trainer;
        this.validationLate = validationLate;
        this.seeds = seeds;
        budget = search.options().maxDrop() / 100 + 1e-9;
    }

    /**
     * @param all what was measured
     * @return nothing if nothing is within twice the budget by the search itself
     */
    public Optional<Choice<R>> choose(List<Measured> all) {
        List<Measured> candidates = search.candidates(all, FAR);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        List<R> wide = runs(all.get(0).widths(), 0, seeds);
        int tried = 0;
        for (Measured candidate : candidates) {
            tried++;
            List<R> runs = new ArrayList<>(runs(candidate.widths(), 0, Math.min(seeds, FIRST_RUNS)));
            if (drop(wide, runs) > FAR * budget) {
                continue;
            }
            runs.addAll(runs(candidate.widths(), runs.size(), seeds));
            if (drop(wide, runs) <= budget) {
                return Optional.of(new Choice<>(candidate, runs, drop(wide, runs), tried, true));
            }
        }
        Measured last = candidates.stream()
                .max(Comparator.comparingDouble(Measured::validation))
                .orElseThrow();
        List<R> runs = runs(last.widths(), 0, seeds);
        return Optional.of(new Choice<>(last, runs, drop(wide, runs), tried, false));
    }

    private List<R> runs(int[] widths, int from, int to) {
        return Workers.range(
                from, to, seed -> trainer.train(widths, seed), search.options().threads());
    }

    /** Over the seeds that were run. */
    private double drop(List<R> wide, List<R> runs) {
        return OverSeeds.mean(wide.subList(0, runs.size()), validationLate) - OverSeeds.mean(runs, validationLate);
    }
}
