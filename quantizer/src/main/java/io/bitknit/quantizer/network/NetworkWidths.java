// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.Adjacency;
import io.bitknit.quantizer.DegreeBuckets;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.Widths;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Widths of every component. Lists have one item for all layers or one per layer.
 *
 * @param inputBits most bits of an input feature, 1..8; fewer are used where fewer are exact
 * @param weightBits per layer, 1..8
 * @param combinedBits hidden features before an aggregation, per layer
 * @param aggregatedBits hidden features after it, per layer
 * @param attentionBits attention weights per edge, per layer
 * @param logitBits attention's numbers per node
 * @param scoreBits the result
 * @param degrees widths of nodes by degree, in the place of the hidden widths
 * @param exponents powers of two that a row of a hidden tensor may choose from: 1, 2, 4 or 8
 */
public record NetworkWidths(
        int inputBits,
        List<Integer> weightBits,
        List<Integer> combinedBits,
        List<Integer> aggregatedBits,
        List<Integer> attentionBits,
        int logitBits,
        int scoreBits,
        Optional<DegreeBuckets> degrees,
        int exponents) {
    public NetworkWidths {
        Widths.check("input bits", inputBits);
        weightBits = Widths.check("weight bits", weightBits);
        combinedBits = Widths.check("combined bits", combinedBits);
        aggregatedBits = Widths.check("aggregated bits", aggregatedBits);
        attentionBits = Widths.check("attention bits", attentionBits);
        Widths.check("logit bits", logitBits);
        if (logitBits == 1) {
            throw new IllegalArgumentException("a sum of two numbers of one bit has no 0 between its halves");
        }
        Widths.check("score bits", scoreBits);
    }

    /** One width for weights, hidden features and attention; 8 bits for the result and for what makes the attention. */
    public static NetworkWidths uniform(int bits) {
        List<Integer> all = List.of(bits);
        return new NetworkWidths(8, all, all, all, all, 8, 8, Optional.empty(), 1);
    }

    public NetworkWidths withWeightBits(List<Integer> bits) {
        return new NetworkWidths(
                inputBits, bits, combinedBits, aggregatedBits, attentionBits, logitBits, scoreBits, degrees, exponents);
    }

    public NetworkWidths withAttentionBits(List<Integer> bits) {
        return new NetworkWidths(
                inputBits, weightBits, combinedBits, aggregatedBits, bits, logitBits, scoreBits, degrees, exponents);
    }

    public NetworkWidths withDegrees(DegreeBuckets buckets, int exponentCount) {
        return new NetworkWidths(
                inputBits,
                weightBits,
                combinedBits,
                aggregatedBits,
                attentionBits,
                logitBits,
                scoreBits,
                Optional.of(buckets),
                exponentCount);
    }

    NetworkWidths withoutExponents() {
        return new NetworkWidths(
                inputBits, weightBits, combinedBits, aggregatedBits, attentionBits, logitBits, scoreBits, degrees, 1);
    }

    int weightBits(int layer, int layers) {
        return Widths.at("weight bits", weightBits, layer, layers);
    }

    int attentionBits(int layer, int layers) {
        return Widths.at("attention bits", attentionBits, layer, layers);
    }

    /** Widths of a tensor's rows: one for all, or one per node where they go by degree. */
    byte[] rowBits(Step.Sum step, int layers, Adjacency terms) {
        int bits = switch (step.kind()) {
            case COMBINED -> Widths.at("combined bits", combinedBits, step.layer(), layers);
            case AGGREGATED, GRAPHS -> Widths.at("aggregated bits", aggregatedBits, step.layer(), layers);
            case LOGITS -> logitBits;
            case SCORES -> scoreBits;
        };
        boolean ofNodes = step.kind() == Step.Kind.COMBINED || step.kind() == Step.Kind.AGGREGATED;
        return ofNodes && degrees.isPresent()
                ? new HiddenWidths.ByDegree(degrees.get()).combined(step.layer(), layers, terms)
                : filled(bits);
    }

    private static byte[] filled(int bits) {
        byte[] one = new byte[1];
        Arrays.fill(one, (byte) bits);
        return one;
    }
}
