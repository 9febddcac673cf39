// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.QuantizedWeights;
import java.util.List;

/**
 * What calibration or training decides about a step that stores a tensor; the integers follow from it.
 *
 * @param scale real value of 1
 * @param tableScale real value of 1 of a table's index; 0 where there is no table
 * @param bits width of each row
 * @param exponents power of two of each row
 * @param weights of the products among its terms, in their order
 * @param bias {@code [features]}; never mutated
 */
public record StepFormat(
        double scale,
        double tableScale,
        RowRule bits,
        RowRule exponents,
        List<QuantizedWeights> weights,
        double[] bias) {
    public StepFormat {
        weights = List.copyOf(weights);
    }
}
