// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/**
 * One graph convolution, combination first: {@code combined = requantize(input · W)}, then
 * {@code aggregated = requantize(A · combined)} with bias and activation. {@code A} holds ones; the normalisation
 * {@code 1/sqrt(deg)} is in the multipliers of both requantizations.
 *
 * @param name the layer's name in the source model, for people only
 * @param weights {@code [inputs, outputs]}
 * @param combined hidden features before aggregation, {@code [nodes, outputs]}, signed, bias zero
 * @param aggregated hidden features after aggregation, {@code [nodes, outputs]}; unsigned with ReLU; for the last
 *     layer the scores: signed, every exponent 0
 */
public record QuantizedLayer(
        String name,
        Activation activation,
        QuantizedWeights weights,
        QuantizedTensor combined,
        QuantizedTensor aggregated) {}
