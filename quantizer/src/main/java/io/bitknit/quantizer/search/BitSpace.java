// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import io.bitknit.quantizer.DegreeBuckets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The widths that a search may choose, as numbered places in groups. A group is one width, or a tensor whose rows go by
 * in-degree, with a place per bucket. That is SGQuant's LWQ+CWQ+TAQ, and the weights besides. A group may have choices of
 * its own, which are no widths.
 */
public final class BitSpace {
    static final List<Integer> SPLITS = List.of(4, 8, 16);
    private static final List<String> BUCKETS = List.of(".d0-3", ".d4-7", ".d8-15", ".d16+");
    private static final List<Integer> WIDTHS = List.of(1, 2, 3, 4, 6, 8);

    private final List<String> names = new ArrayList<>();
    /** Place of the first width of each group. */
    private final List<Integer> groups = new ArrayList<>();
    /** What each place may be, ascending. */
    private final List<List<Integer>> choices = new ArrayList<>();

    /** A group; its choices are ascending. */
    record Group(String name, boolean byDegree, List<Integer> choices) {
        Group(String name, boolean byDegree) {
            this(name, byDegree, WIDTHS);
        }
    }

    BitSpace(List<Group> all) {
        for (Group group : all) {
            groups.add(names.size());
            if (group.byDegree()) {
                BUCKETS.forEach(bucket -> names.add(group.name() + bucket));
            } else {
                names.add(group.name());
            }
            while (choices.size() < names.size()) {
                choices.add(group.choices());
            }
        }
    }

    /** Of the places, in their order. */
    public List<String> names() {
        return List.copyOf(names);
    }

    int places() {
        return names.size();
    }

    private int end(int group) {
        return group + 1 < groups.size() ? groups.get(group + 1) : places();
    }

    /** The only width of a group, or that of its lowest degrees. */
    int width(int[] widths, int group) {
        return widths[groups.get(group)];
    }

    /** Widths of a group by degree. */
    DegreeBuckets buckets(int[] widths, int group) {
        int[] bits = Arrays.copyOfRange(widths, groups.get(group), end(group));
        return new DegreeBuckets(Arrays.stream(bits).boxed().toList(), SPLITS.subList(0, bits.length - 1));
    }

    /** The same width everywhere; the largest choice where it is none. */
    int[] uniform(int bits) {
        return choices.stream()
                .mapToInt(all -> all.contains(bits) ? bits : all.get(all.size() - 1))
                .toArray();
    }

    private int any(int place, UniformRandomProvider random) {
        List<Integer> all = choices.get(place);
        return all.get(random.nextInt(all.size()));
    }

    /** Half of the draws give every bucket its own width, half one width to each tensor: mixing widths costs cycles. */
    int[] random(UniformRandomProvider random) {
        boolean byDegree = random.nextBoolean();
        int[] widths = new int[places()];
        for (int p = 0; p < widths.length; p++) {
            widths[p] = !byDegree && !groups.contains(p) ? widths[p - 1] : any(p, random);
        }
        return widths;
    }

    /** What cost depends on, linearly or nearly: every width, and how many different ones each tensor has. */
    double[] costFeatures(int[] widths) {
        double[] mixed = IntStream.range(0, groups.size())
                .filter(g -> end(g) > groups.get(g) + 1)
                .mapToDouble(g ->
                        Arrays.stream(widths, groups.get(g), end(g)).distinct().count())
                .toArray();
        double[] features = Arrays.copyOf(mixed, mixed.length + widths.length);
        for (int p = 0; p < widths.length; p++) {
            features[mixed.length + p] = widths[p];
        }
        return features;
    }

    /** A copy in which some places, three on average, have a new width. */
    int[] changed(int[] from, UniformRandomProvider random) {
        int[] widths = from.clone();
        int first = random.nextInt(widths.length);
        boolean wholeTensors = random.nextBoolean();
        for (int p = 0; p < widths.length; p++) {
            boolean follows = wholeTensors && !groups.contains(p) && widths[p - 1] != from[p - 1];
            if (follows) {
                widths[p] = widths[p - 1];
            } else if (p == first || random.nextInt(widths.length) < 2) {
                widths[p] = any(p, random);
            }
        }
        return widths;
    }

    boolean holds(int[] widths) {
        return widths.length == places()
                && IntStream.range(0, places()).allMatch(p -> choices.get(p).contains(widths[p]));
    }
}
