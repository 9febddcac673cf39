// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.Adjacency;
import io.bitknit.quantizer.DegreeBuckets;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.Widths;
import io.bitknit.quantizer.aware.Granularity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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
 * @param degrees widths of nodes by degree in the place of the hidden widths, one for all layers or one per layer; or
 *     empty
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
        List<DegreeBuckets> degrees,
        int exponents) {
    /** In-degrees at which the buckets of TAQ begin. */
    private static final List<Integer> DEGREES = List.of(4, 8, 16);
    /** Rows of different widths need scales of their own: powers of two that they choose from. */
    private static final int ROW_EXPONENTS = 4;

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
        degrees = List.copyOf(degrees);
    }

    /** One width for weights, hidden features and attention; 8 bits for the result and for what makes the attention. */
    public static NetworkWidths uniform(int bits) {
        List<Integer> all = List.of(bits);
        return new NetworkWidths(8, all, all, all, all, 8, 8, List.of(), 1);
    }

    /**
     * SGQuant's granularities. Each that is on places a tensor or a row between 0, which deserves more bits, and 1: LWQ
     * by layer; CWQ by component, 0 for features and 1 for attention; TAQ by bucket of the in-degree. The width is the
     * one at the mean of the places in the list.
     *
     * @param bits from most to least
     * @param layers layers of the network
     */
    public static NetworkWidths of(Granularity granularity, List<Integer> bits, int layers) {
        List<Integer> features = new ArrayList<>();
        List<Integer> attention = new ArrayList<>();
        List<DegreeBuckets> degrees = new ArrayList<>();
        for (int l = 0; l < layers; l++) {
            double layer = layers == 1 ? 0 : (double) l / (layers - 1);
            features.add(at(bits, granularity.layers() ? layer : -1, granularity.components() ? 0 : -1, -1));
            attention.add(at(bits, granularity.layers() ? layer : -1, granularity.components() ? 1 : -1, -1));
            List<Integer> buckets = new ArrayList<>();
            for (int b = 0; b <= DEGREES.size(); b++) {
                double bucket = (double) b / DEGREES.size();
                buckets.add(at(bits, granularity.layers() ? layer : -1, granularity.components() ? 0 : -1, bucket));
            }
            degrees.add(new DegreeBuckets(buckets, DEGREES));
        }
        return new NetworkWidths(
                8,
                List.of(bits.get(0)),
                features,
                features,
                attention,
                8,
                8,
                granularity.topology() ? degrees : List.of(),
                granularity.topology() ? ROW_EXPONENTS : 1);
    }

    private static int at(List<Integer> bits, double... places) {
        double place = Arrays.stream(places).filter(p -> p >= 0).average().orElse(0);
        return bits.get((int) Math.floor(place * (bits.size() - 1) + 0.5));
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
                List.of(buckets),
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
        if (!ofNodes || degrees.isEmpty()) {
            return filled(bits);
        }
        DegreeBuckets buckets = Widths.at("degree bits", degrees, step.layer(), layers);
        return new HiddenWidths.ByDegree(buckets).combined(step.layer(), layers, terms);
    }

    private static byte[] filled(int bits) {
        byte[] one = new byte[1];
        Arrays.fill(one, (byte) bits);
        return one;
    }
}
