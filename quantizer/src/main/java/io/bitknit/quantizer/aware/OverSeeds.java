// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Mean and deviation of a figure over runs. */
public final class OverSeeds {
    private OverSeeds() {}

    /** 0 without runs. */
    public static <T> double mean(List<T> runs, ToDoubleFunction<? super T> figure) {
        return runs.stream().mapToDouble(figure).average().orElse(0);
    }

    /** Of a sample; 0 for one run. */
    public static <T> double deviation(List<T> runs, ToDoubleFunction<? super T> figure) {
        double mean = mean(runs, figure);
        double squares = runs.stream()
                .mapToDouble(run -> Math.pow(figure.applyAsDouble(run) - mean, 2))
                .sum();
        return runs.size() < 2 ? 0 : Math.sqrt(squares / (runs.size() - 1));
    }
}
