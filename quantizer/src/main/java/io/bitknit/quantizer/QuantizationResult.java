// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.QuantizedModel;
import java.util.List;

/**
 * A quantized model and how it came about. Accuracies are of integers, 0..1, and 0 where a set has no labelled node.
 *
 * @param validationFloat accuracy of the float model on the validation nodes
 * @param validation accuracy of the integers on the validation nodes
 * @param testFloat accuracy of the float model on the test nodes
 * @param test accuracy of the integers on the test nodes
 * @param agreement share of all nodes that the integers and the float model classify alike
 * @param tensors what was chosen for each stored component, in the order of the computation
 * @param candidates exponent counts that were tried, cheapest first
 * @param notes lines for people on what may surprise, such as multipliers that round to 0
 */
public record QuantizationResult(
        QuantizedModel model,
        double validationFloat,
        double validation,
        double testFloat,
        double test,
        double agreement,
        BitCounts bits,
        List<TensorRow> tensors,
        List<CandidateRow> candidates,
        List<String> notes) {
    public QuantizationResult {
        tensors = List.copyOf(tensors);
        candidates = List.copyOf(candidates);
        notes = List.copyOf(notes);
    }

    /** Exponent counts of the model, per layer of the combined and the aggregated tensor. */
    public List<Integer> chosenExponentCounts() {
        return candidates.stream()
                .filter(CandidateRow::chosen)
                .findFirst()
                .orElseThrow()
                .exponentCounts();
    }

    /**
     * One stored component.
     *
     * @param name {@code input}, or layer and component, for example {@code conv1.weight}
     * @param meanBits mean width over the rows
     * @param exponentCount exponents that a row could choose from
     * @param nodesPerExponent rows that took exponent 0, 1, ...
     * @param relativeError root of squared rounding error over squared value
     */
    public record TensorRow(
            String name,
            long rows,
            int columns,
            double meanBits,
            int exponentCount,
            List<Integer> nodesPerExponent,
            double scale,
            double relativeError) {
        public TensorRow {
            nodesPerExponent = List.copyOf(nodesPerExponent);
        }
    }

    /**
     * One choice of exponent counts, with what {@link ExponentRule} compares.
     *
     * @param exponentCounts per layer of the combined and the aggregated tensor
     * @param validation accuracy of the integers on the validation nodes, 0..1
     * @param agreement share of all nodes that the integers classify as the float model does, 0..1
     */
    public record CandidateRow(List<Integer> exponentCounts, double validation, double agreement, boolean chosen) {
        public CandidateRow {
            exponentCounts = List.copyOf(exponentCounts);
        }
    }
}
