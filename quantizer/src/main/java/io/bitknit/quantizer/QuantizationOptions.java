// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import java.util.List;

/**
 * Widths and exponents of every component. Lists have one item for all layers or one item per tensor of their kind.
 *
 * @param inputBits most bits of an input feature, 1..8; fewer are used where fewer are exact, so binary features take 1
 * @param weightBits per layer, 1..8
 * @param hidden widths of the hidden tensors
 * @param scoreBits width of the scores, 1..8
 * @param combinedExponents per layer
 * @param aggregatedExponents per layer but the last
 */
public record QuantizationOptions(
        int inputBits,
        List<Integer> weightBits,
        HiddenWidths hidden,
        int scoreBits,
        List<ExponentChoice> combinedExponents,
        List<ExponentChoice> aggregatedExponents) {
    public QuantizationOptions {
        Widths.check("input bits", inputBits);
        weightBits = Widths.check("weight bits", weightBits);
        Widths.check("score bits", scoreBits);
        combinedExponents = List.copyOf(combinedExponents);
        aggregatedExponents = List.copyOf(aggregatedExponents);
    }

    /** Up to 8-bit input, 4-bit weights and hidden features, 8-bit scores, exponents by the rule. */
    public static QuantizationOptions defaults() {
        return new QuantizationOptions(
                8, List.of(4), HiddenWidths.uniform(4), 8, List.of(ExponentChoice.AUTO), List.of(ExponentChoice.AUTO));
    }

    public QuantizationOptions withInputBits(int bits) {
        return new QuantizationOptions(bits, weightBits, hidden, scoreBits, combinedExponents, aggregatedExponents);
    }

    public QuantizationOptions withWeightBits(List<Integer> bits) {
        return new QuantizationOptions(inputBits, bits, hidden, scoreBits, combinedExponents, aggregatedExponents);
    }

    public QuantizationOptions withHidden(HiddenWidths widths) {
        return new QuantizationOptions(
                inputBits, weightBits, widths, scoreBits, combinedExponents, aggregatedExponents);
    }

    public QuantizationOptions withScoreBits(int bits) {
        return new QuantizationOptions(inputBits, weightBits, hidden, bits, combinedExponents, aggregatedExponents);
    }

    /** The same choices for the tensors before and after aggregation. */
    public QuantizationOptions withExponents(List<ExponentChoice> choices) {
        return withExponents(choices, choices);
    }

    public QuantizationOptions withExponents(List<ExponentChoice> combined, List<ExponentChoice> aggregated) {
        return new QuantizationOptions(inputBits, weightBits, hidden, scoreBits, combined, aggregated);
    }

    /** Reads a list of widths such as {@code 4} or {@code 4,3}. */
    public static List<Integer> parseWidths(String option, String text) {
        return Widths.check(option, Widths.parse(option, text));
    }
}
