// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import io.bitknit.model.Adjacency;
import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.DegreeBuckets;
import io.bitknit.quantizer.HiddenWidths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * What SGQuant lets a width depend on. Every granularity that is on places a row between 0, which deserves more bits,
 * and 1: LWQ by layer, the first being 0; CWQ by component, 0 for features that enter a combination and 1 for those that
 * are gathered, which an attention would weigh; TAQ by bucket of the in-degree, the lowest being 0. The row's width is
 * the one at the mean of its places in a list from most to least.
 */
public record Granularity(boolean layers, boolean components, boolean topology) {
    /** In-degrees at which the buckets of TAQ begin. */
    static final List<Integer> SPLITS = List.of(4, 8, 16);

    /**
     * Reads {@code uniform} or any of {@code lwq}, {@code cwq}, {@code taq}, joined by {@code +}.
     *
     * @throws UserException Q-024 if it is none of these
     */
    public static Granularity parse(String text) {
        if (text.equals("uniform")) {
            return new Granularity(false, false, false);
        }
        List<String> parts = List.of(text.toLowerCase(Locale.ROOT).split("\\+", -1));
        if (!List.of("lwq", "cwq", "taq").containsAll(parts)
                || parts.stream().anyMatch(part -> Collections.frequency(parts, part) > 1)) {
            throw new UserException(
                    "Q-024",
                    "--granularity",
                    "'" + text + "' is no granularity; use uniform, lwq, cwq, taq, or several joined by +");
        }
        return new Granularity(parts.contains("lwq"), parts.contains("cwq"), parts.contains("taq"));
    }

    /** Widths of every hidden row; {@code bits} from most to least. */
    HiddenWidths widths(List<Integer> bits, int layerCount, Adjacency adjacency) {
        byte[] bucket = new DegreeBuckets(List.of(1, 2, 3, 4), SPLITS).bitsPerNode(adjacency);
        List<byte[]> combined = new ArrayList<>();
        List<byte[]> aggregated = new ArrayList<>();
        for (int l = 0; l < layerCount; l++) {
            double layer = layerCount == 1 ? 0 : (double) l / (layerCount - 1);
            combined.add(rows(bits, layer, 1, bucket));
            if (l < layerCount - 1) {
                // The features that layer l + 1 reads.
                aggregated.add(rows(bits, (double) (l + 1) / (layerCount - 1), 0, bucket));
            }
        }
        return new HiddenWidths.PerNode(combined, aggregated);
    }

    private byte[] rows(List<Integer> bits, double layer, double component, byte[] bucket) {
        byte[] rows = new byte[bucket.length];
        for (int v = 0; v < rows.length; v++) {
            double[] places = {
                layers ? layer : -1,
                components ? component : -1,
                topology ? (bucket[v] - 1) / (double) SPLITS.size() : -1
            };
            double place = Arrays.stream(places).filter(p -> p >= 0).average().orElse(0);
            rows[v] =
                    bits.get((int) Math.floor(place * (bits.size() - 1) + 0.5)).byteValue();
        }
        return rows;
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        if (layers) {
            parts.add("lwq");
        }
        if (components) {
            parts.add("cwq");
        }
        if (topology) {
            parts.add("taq");
        }
        return parts.isEmpty() ? "uniform" : String.join("+", parts);
    }
}
