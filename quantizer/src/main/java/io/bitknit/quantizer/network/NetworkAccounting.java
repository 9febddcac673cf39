// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.network.Architecture;
import io.bitknit.model.network.Part;
import io.bitknit.model.network.QuantizedNetwork;
import io.bitknit.model.network.RowFormat;
import io.bitknit.model.network.Stage;
import io.bitknit.quantizer.accounting.SgquantMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A quantized network by SGQuant's memory accountant: which published tensor is which of ours. Features gathered per
 * edge have the width of the combined tensor that they are gathered from; what attention makes per edge, the width of
 * its weights.
 */
public final class NetworkAccounting {
    private NetworkAccounting() {}

    /** Whether it counts networks of this kind: it is stated for attention, and the GCN is no network here. */
    public static boolean counts(Architecture architecture) {
        return architecture == Architecture.GAT || architecture == Architecture.AGNN;
    }

    /** How many times less memory than with 32-bit floats; nothing for architectures that it does not count. */
    public static OptionalDouble saving(QuantizedNetwork network) {
        return counted(network).map(c -> OptionalDouble.of(c.saving())).orElse(OptionalDouble.empty());
    }

    /** Bits of everything that it counts; nothing for architectures that it does not count. */
    public static OptionalDouble bits(QuantizedNetwork network) {
        return counted(network).map(c -> OptionalDouble.of(c.bits())).orElse(OptionalDouble.empty());
    }

    private record Counted(SgquantMemory memory, List<Double> widths) {
        double saving() {
            return memory.saving(part -> widths.get(memory.components().indexOf(part)));
        }

        double bits() {
            return memory.bits(part -> widths.get(memory.components().indexOf(part)));
        }
    }

    private static Optional<Counted> counted(QuantizedNetwork network) {
        if (!counts(network.architecture())) {
            return Optional.empty();
        }
        return network.architecture() == Architecture.GAT ? gat(network) : agnn(network);
    }

    private static double width(RowFormat format) {
        return (double) format.codeBits() / format.elements();
    }

    private static double inputWidth(QuantizedNetwork network, int from) {
        return from == Part.INPUT
                ? network.input().bits()
                : width(((Stage.Sum) network.stages().get(from)).format());
    }

    /** Layers of two products and two vectors each: combined, source, target, attention, aggregated. */
    private static Optional<Counted> gat(QuantizedNetwork network) {
        List<SgquantMemory.Component> parts = new ArrayList<>();
        List<Double> widths = new ArrayList<>();
        long edges = network.adjacency().terms();
        for (int i = 0; i < network.stages().size(); i++) {
            if (!(network.stages().get(i) instanceof Stage.Attention attention)
                    || !(attention.logits() instanceof Stage.Logits.Additive)
                    || i < 3) {
                continue;
            }
            Stage.Sum combined = (Stage.Sum) network.stages().get(i - 3);
            Part.Product product = (Part.Product) combined.parts().get(0);
            long nodes = network.nodes();
            int features = combined.format().features();
            add(parts, widths, nodes * product.weights().inputs(), inputWidth(network, product.from()));
            add(parts, widths, nodes * features, width(combined.format()));
            add(parts, widths, 2 * edges * features, width(combined.format()));
            add(parts, widths, 3 * edges * attention.heads(), attention.bits());
        }
        return counted(parts, widths);
    }

    private static Optional<Counted> agnn(QuantizedNetwork network) {
        List<SgquantMemory.Component> parts = new ArrayList<>();
        List<Double> widths = new ArrayList<>();
        add(
                parts,
                widths,
                (long) network.nodes() * network.input().features(),
                network.input().bits());
        for (int i = 0; i + 1 < network.stages().size(); i++) {
            if (network.stages().get(i) instanceof Stage.Sum sum) {
                add(parts, widths, sum.format().elements(), width(sum.format()));
            } else {
                int bits = ((Stage.Attention) network.stages().get(i)).bits();
                add(parts, widths, network.adjacency().terms(), bits);
            }
        }
        return counted(parts, widths);
    }

    private static void add(List<SgquantMemory.Component> parts, List<Double> widths, long elements, double bits) {
        parts.add(new SgquantMemory.Component("part" + parts.size(), 0, SgquantMemory.Kind.EMBEDDING, false, elements));
        widths.add(bits);
    }

    private static Optional<Counted> counted(List<SgquantMemory.Component> parts, List<Double> widths) {
        return parts.isEmpty() ? Optional.empty() : Optional.of(new Counted(new SgquantMemory(parts, 0), widths));
    }
}
