// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.util.ArrayList;
import java.util.List;

/**
 * Area of an accelerator: the sum of its units' contracts.
 *
 * @param parts in the order of the data's way
 */
public record AcceleratorResources(List<Part> parts) {
    private static final int WEIGHT_CHUNK_BITS = 32;
    private static final int CONFIG_WORD_BITS = 32;

    public AcceleratorResources {
        parts = List.copyOf(parts);
    }

    /**
     * All instances of one unit.
     *
     * @param name what it is there for, for example {@code program_memory}
     * @param count instances
     * @param unit its contract
     * @param total what all instances take
     */
    public record Part(String name, int count, Unit unit, Resources total) {}

    /** Sum over all parts. */
    public Resources total() {
        return parts.stream().map(Part::total).reduce(new Resources(0, 0, 0, 0), Resources::plus);
    }

    public static AcceleratorResources of(AcceleratorShape s, AreaFamily family) {
        Builder b = new Builder(family);
        int e = s.engines();
        int acc = s.accumulatorBits();
        boolean dense = TemplateNames.hasDense(s);
        b.add("feature_banks", e * s.ports(), new Memory(s.wordBits(), s.bankWords()));
        b.add("gather_slot", e * s.slots(), GatherSlot.of(s));
        if (dense) {
            b.add("dense_unit", e * s.denseUnits(), DenseUnit.of(s));
            int words = TemplateNames.depth(s.denseWeightWords());
            int whole = s.denseWeightChunks() - 1;
            b.add("weight_memory", e * whole, new Memory(WEIGHT_CHUNK_BITS, words));
            b.add("weight_memory_rest", e, new Memory(s.denseWeightSetBits() - WEIGHT_CHUNK_BITS * whole, words));
        }
        b.add("team_result", e, TeamResult.of(s));
        b.add("requantizer", e * s.requantGroups(), Requantizer.of(s));
        b.add("row_writer", e * s.slots(), RowWriter.of(s));
        b.add("sequencer", e, Sequencer.of(s));
        b.add("program_memory", e, memory(s.programWordBits(), s.programWords()));
        b.add("run_memory", e, memory(s.runBits(), s.runWords()));
        b.add("descriptor_memory", e, memory(s.requantGroups() * s.descriptorBits(), s.beatWords()));
        b.add("table_memory", e * s.requantGroups(), memory(acc + AcceleratorShape.MULTIPLIER_BITS, s.tableWords()));
        b.add("engine", e, EngineWiring.of(s));
        b.add("phase_controller", 1, PhaseController.of(s));
        b.add("config_memory", 1, memory(CONFIG_WORD_BITS, TemplateNames.configDepth(s)));
        b.add("host_link", 1, HostLink.of(s));
        b.add("top", 1, TopWiring.of(s));
        return new AcceleratorResources(b.parts);
    }

    /** A memory as the templates make it: at least two words. */
    private static Memory memory(int bits, int words) {
        return new Memory(bits, TemplateNames.depth(words));
    }

    private static final class Builder {
        private final AreaFamily family;
        private final List<Part> parts = new ArrayList<>();

        Builder(AreaFamily family) {
            this.family = family;
        }

        void add(String name, int count, Unit unit) {
            parts.add(new Part(name, count, unit, unit.resources(family).times(count)));
        }
    }
}
