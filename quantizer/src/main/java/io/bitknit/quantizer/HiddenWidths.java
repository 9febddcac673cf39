// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Adjacency;
import java.util.Arrays;
import java.util.List;

/** Widths of the hidden tensors, those before an aggregation and those after one. */
public sealed interface HiddenWidths {
    /** Width per node of the combined tensor of a layer. */
    byte[] combined(int layer, int layers, Adjacency adjacency);

    /** Width per node of the aggregated tensor of a layer that is not the last. */
    byte[] aggregated(int layer, int layers, Adjacency adjacency);

    /** The same width for all hidden tensors. */
    static HiddenWidths uniform(int bits) {
        return new PerLayer(List.of(bits), List.of(bits));
    }

    /**
     * One width per tensor.
     *
     * @param combinedBits before aggregation: one for all layers, or one per layer; 1..8
     * @param aggregatedBits after aggregation: one for all layers, or one per layer but the last; 1..8
     */
    record PerLayer(List<Integer> combinedBits, List<Integer> aggregatedBits) implements HiddenWidths {
        public PerLayer {
            combinedBits = Widths.check("combined bits", combinedBits);
            aggregatedBits = Widths.check("aggregated bits", aggregatedBits);
        }

        @Override
        public byte[] combined(int layer, int layers, Adjacency adjacency) {
            return filled(Widths.at("combined bits", combinedBits, layer, layers), adjacency);
        }

        @Override
        public byte[] aggregated(int layer, int layers, Adjacency adjacency) {
            return filled(Widths.at("aggregated bits", aggregatedBits, layer, layers - 1), adjacency);
        }

        @Override
        public String toString() {
            return "combined " + combinedBits + ", aggregated " + aggregatedBits;
        }

        private static byte[] filled(int bits, Adjacency adjacency) {
            byte[] widths = new byte[adjacency.nodes()];
            Arrays.fill(widths, (byte) bits);
            return widths;
        }
    }

    /**
     * Any width for any node.
     *
     * @param combinedBits per layer, {@code [nodes]} each, 1..8; never mutated
     * @param aggregatedBits per layer but the last, likewise
     */
    record PerNode(List<byte[]> combinedBits, List<byte[]> aggregatedBits) implements HiddenWidths {
        public PerNode {
            combinedBits = List.copyOf(combinedBits);
            aggregatedBits = List.copyOf(aggregatedBits);
        }

        @Override
        public byte[] combined(int layer, int layers, Adjacency adjacency) {
            return combinedBits.get(layer).clone();
        }

        @Override
        public byte[] aggregated(int layer, int layers, Adjacency adjacency) {
            return aggregatedBits.get(layer).clone();
        }

        @Override
        public String toString() {
            return "per node";
        }
    }

    /** One width per node, by degree, the same in every hidden tensor. */
    record ByDegree(DegreeBuckets buckets) implements HiddenWidths {
        @Override
        public byte[] combined(int layer, int layers, Adjacency adjacency) {
            return buckets.bitsPerNode(adjacency);
        }

        @Override
        public byte[] aggregated(int layer, int layers, Adjacency adjacency) {
            return buckets.bitsPerNode(adjacency);
        }

        @Override
        public String toString() {
            return "by degree " + buckets.bits() + " split at " + buckets.splits();
        }
    }
}
