// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.quantizer.DegreeBuckets;
import io.bitknit.quantizer.Widths;
import io.bitknit.quantizer.aware.Granularity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Widths of every component. Lists have one item for all layers or one per layer. A hidden tensor whose item has more
 * than one bucket goes by the degree of its rows.
 *
 * @param inputBits most bits of an input feature, 1..8; fewer are used where fewer are exact
 * @param weightBits per layer, 1..8
 * @param combined hidden features before an aggregation, per layer
 * @param aggregated hidden features after it, per layer; what is one per graph takes the first of its widths
 * @param attentionBits attention weights per edge, per layer
 * @param logitBits attention's numbers per node
 * @param scoreBits the result
 * @param exponents powers of two that a row of a hidden tensor may choose from: 1, 2, 4 or 8
 */
public record NetworkWidths(
        int inputBits,
        List<Integer> weightBits,
        List<DegreeBuckets> combined,
        List<DegreeBuckets> aggregated,
        List<Integer> attentionBits,
        int logitBits,
        int scoreBits,
        int exponents) {
    /** Most bits of an input, and the bits of the result and of what makes the attention, where nobody says else. */
    public static final int USUAL_BITS = 8;
    /** In-degrees at which the buckets of TAQ begin. */
    public static final List<Integer> DEGREES = List.of(4, 8, 16);
    /** Rows of different widths need scales of their own: powers of two that they choose from. */
    public static final int ROW_EXPONENTS = 4;

    public NetworkWidths {
        Widths.check("input bits", inputBits);
        weightBits = Widths.check("weight bits", weightBits);
        combined = List.copyOf(combined);
        aggregated = List.copyOf(aggregated);
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
        return new NetworkWidths(USUAL_BITS, all, undivided(all), undivided(all), all, USUAL_BITS, USUAL_BITS, 1);
    }

    /** Widths of tensors whose rows do not go by degree. */
    public static List<DegreeBuckets> undivided(List<Integer> bits) {
        return bits.stream().map(b -> new DegreeBuckets(List.of(b), List.of())).toList();
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
        List<DegreeBuckets> features = new ArrayList<>();
        List<Integer> attention = new ArrayList<>();
        for (int l = 0; l < layers; l++) {
            double layer = granularity.layers() ? layers == 1 ? 0 : (double) l / (layers - 1) : -1;
            attention.add(at(bits, layer, granularity.components() ? 1 : -1));
            int buckets = granularity.topology() ? DEGREES.size() + 1 : 1;
            List<Integer> rows = new ArrayList<>();
            for (int b = 0; b < buckets; b++) {
                double bucket = granularity.topology() ? (double) b / DEGREES.size() : -1;
                rows.add(at(bits, layer, granularity.components() ? 0 : -1, bucket));
            }
            features.add(new DegreeBuckets(rows, DEGREES.subList(0, buckets - 1)));
        }
        return new NetworkWidths(
                USUAL_BITS,
                List.of(bits.get(0)),
                features,
                features,
                attention,
                USUAL_BITS,
                USUAL_BITS,
                granularity.topology() ? ROW_EXPONENTS : 1);
    }

    private static int at(List<Integer> bits, double... places) {
        double place = Arrays.stream(places).filter(p -> p >= 0).average().orElse(0);
        return bits.get((int) Math.floor(place * (bits.size() - 1) + 0.5));
    }

    public NetworkWidths withWeightBits(List<Integer> bits) {
        return new NetworkWidths(inputBits, bits, combined, aggregated, attentionBits, logitBits, scoreBits, exponents);
    }

    /** All hidden tensors by degree. */
    public NetworkWidths withDegrees(DegreeBuckets buckets, int exponentCount) {
        List<DegreeBuckets> all = List.of(buckets);
        return new NetworkWidths(inputBits, weightBits, all, all, attentionBits, logitBits, scoreBits, exponentCount);
    }

    public NetworkWidths withExponents(int count) {
        return new NetworkWidths(
                inputBits, weightBits, combined, aggregated, attentionBits, logitBits, scoreBits, count);
    }

    /** The narrowest row of any hidden tensor. */
    int narrowestBits() {
        return Stream.concat(combined.stream(), aggregated.stream())
                .flatMap(buckets -> buckets.bits().stream())
                .mapToInt(bits -> bits)
                .min()
                .orElse(USUAL_BITS);
    }

    int weightBits(int layer, int layers) {
        return Widths.at("weight bits", weightBits, layer, layers);
    }

    int attentionBits(int layer, int layers) {
        return Widths.at("attention bits", attentionBits, layer, layers);
    }

    /** Widths of a tensor's rows: one for all, or by degree. */
    RowRule rowBits(Step.Sum step, int layers) {
        return switch (step.kind()) {
            case COMBINED -> byDegree(Widths.at("combined bits", combined, step.layer(), layers));
            case AGGREGATED -> byDegree(Widths.at("aggregated bits", aggregated, step.layer(), layers));
            case GRAPHS ->
                RowRule.all(Widths.at("aggregated bits", aggregated, step.layer(), layers)
                        .bits()
                        .get(0));
            case LOGITS -> RowRule.all(logitBits);
            case SCORES -> RowRule.all(scoreBits);
        };
    }

    private static RowRule byDegree(DegreeBuckets buckets) {
        if (buckets.splits().isEmpty()) {
            return RowRule.all(buckets.bits().get(0));
        }
        byte[] bits = new byte[buckets.bits().size()];
        for (int b = 0; b < bits.length; b++) {
            bits[b] = buckets.bits().get(b).byteValue();
        }
        return RowRule.byDegree(bits, buckets.buckets());
    }
}
