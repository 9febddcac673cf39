// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which exponent counts are tried for the tensors left to the rule, and which are taken. After an aggregation an
 * exponent costs no cycles, so these tensors have {@value #AGGREGATED}. Before one it costs cycles: all of them start
 * at 1, and the candidates raise them to 2, then to 4, the last layer first. The first candidate is taken that is
 * within two standard errors of the best validation accuracy, and within {@value #AGREEMENT_TOLERANCE} of the best
 * agreement with the float model's classes. The second condition is there because a validation set is small: 500
 * labels cannot tell 1.5 points apart, the classes of all nodes can, and they are no labels.
 */
final class ExponentRule {
    static final int AGGREGATED = 2;
    static final double AGREEMENT_TOLERANCE = 0.025;
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

    /**
     * Index of the first candidate that is good enough.
     *
     * @param validation accuracy on the validation nodes per candidate, 0..1; all 0 without labels
     * @param agreement share of all nodes classified as by the float model per candidate, 0..1
     * @param validationNodes number of validation nodes
     */
    static int choose(double[] validation, double[] agreement, int validationNodes) {
        double best = Arrays.stream(validation).max().orElse(0);
        double standardError = validationNodes == 0 ? 0 : Math.sqrt(best * (1 - best) / validationNodes);
        double mostAgreement = Arrays.stream(agreement).max().orElse(0);
        for (int i = 0; i < validation.length; i++) {
            if (validation[i] >= best - 2 * standardError && agreement[i] >= mostAgreement - AGREEMENT_TOLERANCE) {
                return i;
            }
        }
        return indexOf(validation, best);
    }

    /** No candidate is good at both: the cheapest of the best on the validation nodes. */
    private static int indexOf(double[] values, double wanted) {
        int index = 0;
        while (values[index] != wanted) {
            index++;
        }
        return index;
    }
}
