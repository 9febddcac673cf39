// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.network.Nonlinearity;
import java.util.List;

/** One step of a plan: what becomes a stage of the quantized network. */
public sealed interface Step {
    /** Unique in the network. */
    String name();

    /** Layer of the float network that it belongs to, from 0. */
    int layer();

    /** Which width a tensor takes. */
    enum Kind {
        /** Before an aggregation. */
        COMBINED,
        /** After an aggregation, and what follows it. */
        AGGREGATED,
        /** Attention's numbers per node and head: what is summed per edge before the softmax. */
        LOGITS,
        /** One row per graph. */
        GRAPHS,
        /** The result. */
        SCORES
    }

    /**
     * @param bias {@code [features]}; never mutated
     * @param after what follows the sum
     */
    record Sum(String name, int layer, Kind kind, List<Term> terms, int features, float[] bias, Nonlinearity after)
            implements Step {
        public Sum {
            terms = List.copyOf(terms);
        }

        /** Whether it is one row per graph. */
        public boolean ofGraphs(boolean pooledBefore) {
            return pooledBefore || terms.stream().anyMatch(t -> t instanceof Term.Pooled);
        }
    }

    /** {@code leaky(x_source + x_target)} per head; both steps share one scale. */
    record Additive(String name, int layer, int heads, int source, int target, double slope) implements Step {}

    /** {@code beta * cos}. */
    record Cosine(String name, int layer, int from, double beta) implements Step {}
}
