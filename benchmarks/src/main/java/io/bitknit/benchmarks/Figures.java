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

    /** Deviation of a sample, 0 for one run. */
    static <T> String meanAndDeviation(List<T> runs, ToDoubleFunction<T> share) {
        return mean(runs, share) + " +- " + percent(OverSeeds.deviation(runs, share));
    }
}
