// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;

/**
 * Mean width in three countings, because published tables count different sets, and memory before and after. A mean
 * is {@code sum of widths / number of elements}; the elements of the sparse input are its stored entries.
 *
 * <ul>
 *   <li>input: {@code inputBits = width of an entry}
 *   <li>hidden: {@code hiddenBits = sum over tensors T, nodes v of bits_T[v] * features_T / sum of nodes * features_T},
 *       T being every combined tensor and every aggregated tensor but the scores
 *   <li>all: {@code allBits = (input + hidden + scores + weights, in bits) / (elements of all of these)}
 * </ul>
 *
 * @param inputBits mean bits of an input entry; 0 if there is none
 * @param hiddenBits mean bits of an element of a hidden tensor
 * @param allBits mean bits of an element of any component
 * @param inputElements stored entries of the input
 * @param hiddenElements elements of all hidden tensors
 * @param scoreElements nodes times classes
 * @param weightElements elements of all weight matrices
 * @param memoryBeforeBits {@code 32 * (all elements + biases)}, the float model with the same sparse input
 * @param memoryAfterBits widths of all elements and the side information: per node and tensor a 16-bit multiplier, and
 *     per node 3 bits for the width and 3 for the exponent where a tensor has more than one of them; 32 bits per bias.
 *     The columns of the sparse input and the edges are left out of both
 */
public record BitCounts(
        double inputBits,
        double hiddenBits,
        double allBits,
        long inputElements,
        long hiddenElements,
        long scoreElements,
        long weightElements,
        long memoryBeforeBits,
        long memoryAfterBits) {
    /** Counts a model. */
    public static BitCounts of(QuantizedModel model) {
        long inputElements = model.input().entries();
        long inputSum = inputElements * model.input().bits();
        long hiddenElements = 0;
        long hiddenSum = 0;
        long scoreElements = 0;
        long scoreSum = 0;
        long weightElements = 0;
        long weightSum = 0;
        long biases = 0;
        long side = 0;
        int last = model.layers().size() - 1;
        for (int l = 0; l <= last; l++) {
            QuantizedLayer layer = model.layers().get(l);
            weightElements += layer.weights().q().length;
            weightSum += (long) layer.weights().q().length * layer.weights().bits();
            biases += layer.weights().outputs();
            side += sideBits(layer.combined()) + sideBits(layer.aggregated());
            hiddenElements += elements(layer.combined());
            hiddenSum += codeBits(layer.combined());
            if (l < last) {
                hiddenElements += elements(layer.aggregated());
                hiddenSum += codeBits(layer.aggregated());
            } else {
                scoreElements = elements(layer.aggregated());
                scoreSum = codeBits(layer.aggregated());
            }
        }
        long elements = inputElements + hiddenElements + scoreElements + weightElements;
        long sum = inputSum + hiddenSum + scoreSum + weightSum;
        return new BitCounts(
                mean(inputSum, inputElements),
                mean(hiddenSum, hiddenElements),
                mean(sum, elements),
                inputElements,
                hiddenElements,
                scoreElements,
                weightElements,
                32 * (elements + biases),
                sum + side + 32 * biases);
    }

    private static double mean(long sum, long elements) {
        return elements == 0 ? 0 : (double) sum / elements;
    }

    private static long elements(QuantizedTensor tensor) {
        return (long) tensor.nodes() * tensor.features();
    }

    private static long codeBits(QuantizedTensor tensor) {
        long sum = 0;
        for (byte b : tensor.bits()) {
            sum += (long) b * tensor.features();
        }
        return sum;
    }

    private static long sideBits(QuantizedTensor tensor) {
        boolean mixedWidths = false;
        boolean mixedExponents = false;
        for (int v = 1; v < tensor.nodes(); v++) {
            mixedWidths |= tensor.bits()[v] != tensor.bits()[0];
            mixedExponents |= tensor.exponents()[v] != tensor.exponents()[0];
        }
        return tensor.nodes() * (16L + (mixedWidths ? 3 : 0) + (mixedExponents ? 3 : 0));
    }
}
