// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.FloatModel;
import java.util.ArrayList;
import java.util.List;

/** Accuracy against bits of one model: uniform 8, 4, 3, 2 and 1 bits and degree buckets, without and with exponents. */
public final class AccuracyTable {
    private static final int[] UNIFORM = {8, 4, 3, 2, 1};
    private static final DegreeBuckets BUCKETS = new DegreeBuckets(List.of(4, 3, 2, 1), List.of(4, 8, 16));

    private AccuracyTable() {}

    /**
     * One line of the table. Accuracies are of integers, 0..1.
     *
     * @param hidden widths of the hidden features in words, for example {@code 4} or {@code 4-3-2-1 by degree}
     * @param exponents {@code none} or {@code auto}
     * @param exponentCounts what was taken, per layer of the combined and the aggregated tensor
     * @param agreement share of all nodes classified as the float model does, 0..1
     */
    public record Row(
            String model,
            String hidden,
            String exponents,
            List<Integer> exponentCounts,
            double validationFloat,
            double validation,
            double testFloat,
            double test,
            double agreement,
            BitCounts bits) {
        public Row {
            exponentCounts = List.copyOf(exponentCounts);
        }
    }

    /** All rows of a model with the given weight bits, in a fixed order. */
    public static List<Row> of(FloatModel model, int weightBits) {
        List<Row> rows = new ArrayList<>();
        for (int bits : UNIFORM) {
            add(rows, model, weightBits, Integer.toString(bits), HiddenWidths.uniform(bits));
        }
        add(rows, model, weightBits, "4-3-2-1 by degree", new HiddenWidths.ByDegree(BUCKETS));
        return List.copyOf(rows);
    }

    private static void add(List<Row> rows, FloatModel model, int weightBits, String name, HiddenWidths hidden) {
        for (ExponentChoice choice : List.of(ExponentChoice.NONE, ExponentChoice.AUTO)) {
            QuantizationResult result = PostTrainingQuantizer.quantize(
                    model,
                    QuantizationOptions.defaults()
                            .withWeightBits(List.of(weightBits))
                            .withHidden(hidden)
                            .withExponents(List.of(choice)));
            rows.add(new Row(
                    model.name(),
                    name,
                    choice.isAuto() ? "auto" : "none",
                    result.chosenExponentCounts(),
                    result.validationFloat(),
                    result.validation(),
                    result.testFloat(),
                    result.test(),
                    result.agreement(),
                    result.bits()));
        }
    }
}
