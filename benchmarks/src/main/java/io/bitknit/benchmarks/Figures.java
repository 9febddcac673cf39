// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Shares as percentages for tables. */
final class Figures {
    private Figures() {}

    static String percent(double share) {
        return PtqTable.decimal(100 * share, 1);
    }

    static <T> String mean(List<T> runs, ToDoubleFunction<T> share) {
        return percent(runs.stream().mapToDouble(share).average().orElse(0));
    }

    /** Deviation of a sample, 0 for one run. */
    static <T> String meanAndDeviation(List<T> runs, ToDoubleFunction<T> share) {
        double mean = runs.stream().mapToDouble(share).average().orElse(0);
        double squares = runs.stream()
                .mapToDouble(run -> Math.pow(share.applyAsDouble(run) - mean, 2))
                .sum();
        return percent(mean) + " +- " + percent(runs.size() < 2 ? 0 : Math.sqrt(squares / (runs.size() - 1)));
    }
}
