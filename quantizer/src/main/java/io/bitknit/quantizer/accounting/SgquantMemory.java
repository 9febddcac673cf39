// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.accounting;

import java.util.ArrayList;
import java.util.List;

/**
 * SGQuant's memory accountant: elements times bits of every feature tensor, the input matrix counted as dense, and of
 * the tensors that attention makes per edge. Weights are counted apart, as the method's own tables do. It is a measure
 * of published systems and not of our hardware, which stores the input sparse and gathers nothing per edge.
 *
 * @param components tensors in the order in which they are computed
 * @param weightElements elements of all weights
 */
public record SgquantMemory(List<Component> components, long weightElements) {
    /** Bits of an element before quantization. */
    private static final int FLOAT_BITS = 32;

    /** What SGQuant gives widths to: node features that enter a combination, and what belongs to edges. */
    public enum Kind {
        /** Node features, "COM": the input of a layer, and what a combination makes of it. */
        EMBEDDING,
        /** Features gathered per edge and attention values, "ATT". */
        ATTENTION
    }

    /**
     * One counted tensor.
     *
     * @param layer layer that it belongs to, from 0
     * @param layerInput whether it is what the layer reads from the one before
     * @param elements number of elements
     */
    public record Component(String name, int layer, Kind kind, boolean layerInput, long elements) {}

    /** Gives a component its width, 1..32 bits; a mean over nodes where the width goes by node. */
    @FunctionalInterface
    public interface Width {
        double bits(Component component);
    }

    public SgquantMemory {
        components = List.copyOf(components);
    }

    /**
     * A graph attention network of two layers, the second with one head.
     *
     * @param edges directed edges with one self-loop per node
     * @param heads attention heads of the first layer
     * @param headFeatures features of a head
     */
    public static SgquantMemory gat(
            long nodes, long features, long edges, long heads, long headFeatures, long classes) {
        long hidden = heads * headFeatures;
        List<Component> parts = new ArrayList<>();
        attentionLayer(parts, 0, nodes, features, hidden, edges, heads);
        attentionLayer(parts, 1, nodes, hidden, classes, edges, 1);
        long weights = features * hidden + hidden * classes + 2 * hidden + 2 * classes;
        return new SgquantMemory(parts, weights);
    }

    /** Input and product of the combination; both ends gathered per edge; logits before and after, and the softmax. */
    private static void attentionLayer(
            List<Component> parts, int layer, long nodes, long inputs, long outputs, long edges, long heads) {
        String name = "layer" + (layer + 1);
        parts.add(new Component(name + ".input", layer, Kind.EMBEDDING, true, nodes * inputs));
        parts.add(new Component(name + ".combined", layer, Kind.EMBEDDING, false, nodes * outputs));
        parts.add(new Component(name + ".gathered", layer, Kind.ATTENTION, false, 2 * edges * outputs));
        parts.add(new Component(name + ".attention", layer, Kind.ATTENTION, false, 3 * edges * heads));
    }

    /**
     * A graph convolutional network; only the inputs of its layers are counted.
     *
     * @param hidden features after each layer but the last
     */
    public static SgquantMemory gcn(long nodes, long features, List<Integer> hidden, long classes) {
        List<Component> parts = new ArrayList<>();
        long weights = 0;
        long width = features;
        for (int l = 0; l <= hidden.size(); l++) {
            parts.add(new Component("layer" + (l + 1) + ".input", l, Kind.EMBEDDING, true, nodes * width));
            long next = l < hidden.size() ? hidden.get(l) : classes;
            weights += width * next;
            width = next;
        }
        return new SgquantMemory(parts, weights);
    }

    /**
     * An attention-based network with a linear layer before and after its propagations: the input, what the first
     * linear layer and every propagation give, and one attention value per edge and propagation.
     *
     * @param edges directed edges of each propagation, with self-loops where the propagation has them
     */
    public static SgquantMemory agnn(long nodes, long features, long hidden, long classes, List<Long> edges) {
        List<Component> parts = new ArrayList<>();
        parts.add(new Component("linear1.input", 0, Kind.EMBEDDING, true, nodes * features));
        for (int p = 0; p < edges.size(); p++) {
            String name = "propagation" + (p + 1);
            parts.add(new Component(name + ".input", p + 1, Kind.EMBEDDING, true, nodes * hidden));
            parts.add(new Component(name + ".attention", p + 1, Kind.ATTENTION, false, edges.get(p)));
        }
        int last = edges.size() + 1;
        parts.add(new Component("linear2.input", last, Kind.EMBEDDING, true, nodes * hidden));
        return new SgquantMemory(parts, features * hidden + hidden * classes);
    }

    /** Elements of all components, weights left out. */
    public long elements() {
        return components.stream().mapToLong(Component::elements).sum();
    }

    /** Elements of the components of one layer. */
    public long elements(int layer) {
        return components.stream()
                .filter(c -> c.layer() == layer)
                .mapToLong(Component::elements)
                .sum();
    }

    /** Bits of all components, weights left out. */
    public double bits(Width width) {
        return components.stream()
                .mapToDouble(c -> c.elements() * width.bits(c))
                .sum();
    }

    /** Bits of what the layers read: the "feature" column of the published tables. */
    public double featureBits(Width width) {
        return components.stream()
                .filter(Component::layerInput)
                .mapToDouble(c -> c.elements() * width.bits(c))
                .sum();
    }

    /** Bits of the float model, weights left out. */
    public long floatBits() {
        return FLOAT_BITS * elements();
    }

    /** Mean bits of an element; 0 if there is none. */
    public double meanBits(Width width) {
        return elements() == 0 ? 0 : bits(width) / elements();
    }

    /** How many times less memory than with 32-bit floats. */
    public double saving(Width width) {
        return floatBits() / bits(width);
    }
}
