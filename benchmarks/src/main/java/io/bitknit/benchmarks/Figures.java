// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.quantizer.aware.OverSeeds;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Shares as percentages for tables. */
final class Figures {
    private Figures() {}

    static String percent(double share) {
        return PtqTable.decimal(100 * share, 1);
    }

    static <T> String mean(List<T> runs, ToDoubleFunction<T> share) {
        return percent(OverSeeds.mean(runs, share));
    }

    /** With the deviation of a sample, of which one run has none. */
    static <T> String meanAndDeviation(List<T> runs, ToDoubleFunction<T> share) {
        if (runs.size() == 1) {
            return mean(runs, share);
        }
        return mean(runs, share) + " +- " + percent(OverSeeds.deviation(runs, share));
    }
}
