// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import io.bitknit.model.Adjacency;
import io.bitknit.model.FloatModel;
import io.bitknit.quantizer.DegreeBuckets;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.aware.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The widths that a search may choose, as numbered places: per layer the weights; per layer and bucket of the in-degree
 * the features before its aggregation; per layer but the last and bucket those after it. That is SGQuant's
 * LWQ+CWQ+TAQ with the combined features in the place of attention, and the weights besides.
 */
final class BitSpace {
    static final List<Integer> SPLITS = List.of(4, 8, 16);
    private static final int BUCKETS = 4;
    private static final int[] HIDDEN = {1, 2, 3, 4, 8};
    private static final int[] WEIGHTS = {1, 2, 3, 4, 8};
    private static final int SCORE_BITS = 8;

    private final int layers;
    private final Adjacency adjacency;
    private final List<String> names = new ArrayList<>();

    BitSpace(FloatModel model, Adjacency adjacency) {
        this.adjacency = adjacency;
        layers = model.layers().size();
        for (int l = 0; l < layers; l++) {
            names.add(model.layers().get(l).name() + ".weight");
        }
        for (int t = 0; t < 2 * layers - 1; t++) {
            String name = model.layers().get(t / 2).name() + (t % 2 == 0 ? ".combined" : ".aggregated");
            for (int b = 0; b < BUCKETS; b++) {
                names.add(name
                        + (b == BUCKETS - 1
                                ? ".d16+"
                                : ".d" + List.of("0-3", "4-7", "8-15").get(b)));
            }
        }
    }

    /** Of the places, in their order. */
    List<String> names() {
        return List.copyOf(names);
    }

    int places() {
        return names.size();
    }

    private int[] choices(int place) {
        return place < layers ? WEIGHTS : HIDDEN;
    }

    /** The same width everywhere; the next smaller one that exists. */
    int[] uniform(int bits) {
        return IntStream.range(0, places()).map(place -> bits).toArray();
    }

    /** Half of the draws give every bucket its own width, half one width to each tensor: mixing widths costs cycles. */
    int[] random(UniformRandomProvider random) {
        boolean byDegree = random.nextBoolean();
        int[] widths = new int[places()];
        for (int p = 0; p < widths.length; p++) {
            boolean follows = !byDegree && p > layers && (p - layers) % BUCKETS != 0;
            widths[p] = follows ? widths[p - 1] : choices(p)[random.nextInt(choices(p).length)];
        }
        return widths;
    }

    /** What cost depends on, linearly or nearly: every width, and how many different ones each tensor has. */
    double[] costFeatures(int[] widths) {
        double[] features = new double[places() + 2 * layers - 1];
        for (int p = 0; p < widths.length; p++) {
            features[p] = widths[p];
        }
        for (int t = 0; t < 2 * layers - 1; t++) {
            int from = layers + t * BUCKETS;
            features[places() + t] = IntStream.range(from, from + BUCKETS)
                    .map(p -> widths[p])
                    .distinct()
                    .count();
        }
        return features;
    }

    /** A copy in which some places, three on average, have a new width. */
    int[] changed(int[] from, UniformRandomProvider random) {
        int[] widths = from.clone();
        int first = random.nextInt(widths.length);
        boolean wholeTensors = random.nextBoolean();
        for (int p = 0; p < widths.length; p++) {
            boolean follows = wholeTensors && p > layers && (p - layers) % BUCKETS != 0 && widths[p - 1] != from[p - 1];
            if (follows) {
                widths[p] = widths[p - 1];
            } else if (p == first || random.nextInt(widths.length) < 2) {
                widths[p] = choices(p)[random.nextInt(choices(p).length)];
            }
        }
        return widths;
    }

    boolean holds(int[] widths) {
        return widths.length == places()
                && IntStream.range(0, widths.length)
                        .allMatch(p -> IntStream.of(choices(p)).anyMatch(b -> b == widths[p]));
    }

    Method.Fixed method(int[] widths, int epochs) {
        List<byte[]> combined = new ArrayList<>();
        List<byte[]> aggregated = new ArrayList<>();
        for (int t = 0; t < 2 * layers - 1; t++) {
            List<Integer> buckets = new ArrayList<>();
            for (int b = 0; b < BUCKETS; b++) {
                buckets.add(widths[layers + t * BUCKETS + b]);
            }
            byte[] bits = new DegreeBuckets(buckets, SPLITS).bitsPerNode(adjacency);
            (t % 2 == 0 ? combined : aggregated).add(bits);
        }
        List<Integer> weights =
                IntStream.range(0, layers).mapToObj(l -> widths[l]).toList();
        return new Method.Fixed(new HiddenWidths.PerNode(combined, aggregated), weights, SCORE_BITS, epochs);
    }
}
