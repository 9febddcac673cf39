// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.network.Part;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.model.network.Stage;

/**
 * Mean width in three countings, because published tables count different sets: the input's stored entries; the hidden
 * tensors, per node and per edge; everything with the scores and the weights. Attention's numbers per node and its
 * weights per edge are hidden tensors; an aggregated tensor is one, a tensor before an aggregation is one.
 *
 * @param inputBits mean bits of an input entry; 0 if there is none
 * @param hiddenBits mean bits of an element of a hidden tensor
 * @param allBits mean bits of an element of any component
 * @param hiddenElements elements of all hidden tensors
 * @param allElements elements of all components
 * @param memoryBeforeBits {@code 32 * (all elements + biases)}
 * @param memoryAfterBits widths of all elements, 32 bits per bias, 16 per multiplier, and 3 per row for each of width
 *     and exponent where a tensor has more than one of them; tables are left out, they are the same for all nodes
 */
public record NetworkBits(
        double inputBits,
        double hiddenBits,
        double allBits,
        long hiddenElements,
        long allElements,
        long memoryBeforeBits,
        long memoryAfterBits) {
    public static NetworkBits of(QuantizedNetwork network) {
        long input = network.input().entries();
        long inputBits = input * network.input().bits();
        long hidden = 0;
        long hiddenBits = 0;
        long weights = 0;
        long weightBits = 0;
        long side = 0;
        long biases = 0;
        Stage.Sum scores = network.scores();
        int last = network.stages().size() - 1;
        for (int i = 0; i <= last; i++) {
            Stage stage = network.stages().get(i);
            if (stage instanceof Stage.Attention attention) {
                long elements = (long) network.adjacency().terms() * attention.heads();
                hidden += elements;
                hiddenBits += elements * attention.bits();
                continue;
            }
            Stage.Sum sum = (Stage.Sum) stage;
            if (i < last) {
                hidden += sum.format().elements();
                hiddenBits += sum.format().codeBits();
            }
            side += 3L * (sum.format().bits().length - 1 + sum.format().exponents().length - 1);
            biases += sum.bias().length;
            for (Part part : sum.parts()) {
                if (part instanceof Part.Product product) {
                    weights += product.weights().q().length;
                    weightBits += (long) product.weights().q().length
                            * product.weights().bits();
                    side += 16L * product.multipliers().length;
                }
            }
        }
        long all = input + hidden + scores.format().elements() + weights;
        long allBits = inputBits + hiddenBits + scores.format().codeBits() + weightBits;
        return new NetworkBits(
                mean(inputBits, input),
                mean(hiddenBits, hidden),
                mean(allBits, all),
                hidden,
                all,
                32 * (all + biases),
                allBits + side + 32 * biases);
    }

    private static double mean(long sum, long elements) {
        return elements == 0 ? 0 : (double) sum / elements;
    }
}
