// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.network;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step of a quantized network; it reads earlier ones by their numbers. */
public sealed interface Stage {
    /** Unique in the network, for example {@code conv1.combined}. */
    String name();

    /**
     * A stored tensor: {@code t = (sum over parts of acc * m + bias + h) >> (shift + e)}, rounded half up and clamped;
     * with a table, {@code t} at exponent 0 is its index and the entry is what is scaled to the row and clamped.
     *
     * @param parts at least one
     * @param bias {@code [features]}, in units of {@code 2^-shift} at exponent 0; never mutated
     * @param shift 1..30
     * @param table null where there is none
     */
    record Sum(
            String name,
            List<Part> parts,
            RowFormat format,
            long[] bias,
            int shift,
            @Nullable Table table) implements Stage {
        public Sum {
            parts = List.copyOf(parts);
        }
    }

    /**
     * A function of one number.
     *
     * @param indexBits width of the signed index, 1..12
     * @param entries {@code [2^indexBits]}, the lowest index first; in units of the tensor's scale; never mutated
     */
    record Table(int indexBits, int[] entries) {}

    /**
     * Weights of the terms of every node, one per head, not divided by their sum:
     * {@code E = exponential[min(M - z, length - 1)]}, M being the largest z of the node's terms.
     *
     * @param bits width of E, 1..8
     * @param exponential {@code 0 .. 2^bits - 1}, not ascending, the first at least 1; never mutated
     */
    record Attention(String name, int heads, Logits logits, int bits, int[] exponential) implements Stage {}

    /** Where z of a term comes from. */
    sealed interface Logits {
        /**
         * {@code z = table[x_source[u,head] + x_target[v,head] + 2^b]}, b being the wider width of both tensors, which
         * have exponents of 0.
         *
         * @param source stage with one column per head, signed
         * @param target likewise, with the same scale
         * @param table the leaky ReLU in units of the exponential's step, {@code [2^(b+1)]}; never mutated
         */
        record Additive(int source, int target, int[] table) implements Logits {}

        /**
         * {@code z = (c * factor + 2^23) >> 24} with the cosine {@code c = (D * g[u] * g[v] + 2^31) >> 32} in units of
         * 2^-16, D being the sum of {@code x[u,f] * x[v,f]} and {@code g[v] = floor(sqrt(floor(2^48 / sum of squares)))},
         * 0 for a row of zeros. One head.
         *
         * @param factor units of the exponential's step per 1, times 2^8; -2^30 .. 2^30
         */
        record Cosine(int from, int factor) implements Logits {}
    }
}
