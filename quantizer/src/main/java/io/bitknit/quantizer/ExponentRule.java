// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import java.util.ArrayList;
import java.util.List;

/**
 * Which exponent counts are tried for the tensors left to the rule, and which are taken. After an aggregation an
 * exponent costs nothing in hardware, so these tensors always have {@value #AGGREGATED}. Before one it costs cycles:
 * all tensors start at 1, and the candidates raise them to 2, then to 4, the last layer first. The first candidate
 * that is at most {@link #TOLERANCE} worse than the best of all is taken.
 */
final class ExponentRule {
    static final int AGGREGATED = 2;
    static final double TOLERANCE = 0.01;
    private static final int[] COMBINED = {2, 4};

    private ExponentRule() {}

    /** Exponent counts per tensor in order, per layer combined and aggregated, cheapest candidate first. */
    static List<List<Integer>> candidates(QuantizationOptions options, int layers) {
        List<Integer> counts = new ArrayList<>();
        List<Integer> open = new ArrayList<>();
        for (int l = 0; l < layers; l++) {
            ExponentChoice combined = Widths.at("combined exponents", options.combinedExponents(), l, layers);
            if (combined.isAuto()) {
                open.add(0, counts.size());
            }
            counts.add(combined.isAuto() ? 1 : combined.count());
            if (l == layers - 1) {
                counts.add(1);
            } else {
                ExponentChoice aggregated =
                        Widths.at("aggregated exponents", options.aggregatedExponents(), l, layers - 1);
                counts.add(aggregated.isAuto() ? AGGREGATED : aggregated.count());
            }
        }
        List<List<Integer>> candidates = new ArrayList<>();
        candidates.add(List.copyOf(counts));
        for (int count : COMBINED) {
            for (int tensor : open) {
                counts.set(tensor, count);
                candidates.add(List.copyOf(counts));
            }
        }
        return List.copyOf(candidates);
    }

    /** Index of the first candidate that is good enough. */
    static int choose(double[] quality) {
        double best = 0;
        for (double q : quality) {
            best = Math.max(best, q);
        }
        int chosen = 0;
        while (quality[chosen] < best - TOLERANCE) {
            chosen++;
        }
        return chosen;
    }
}
