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
            b.add("weight_memory", e, new Memory(s.denseWeightSetBits(), Math.max(2, s.denseWeightWords())));
        }
        b.add("team_result", e, new TeamResult(s.lanes(), acc, s.slots(), s.requantGroups(), s.fold2(), dense));
        b.add("requantizer", e * s.requantGroups(), Requantizer.of(s));
        b.add(
                "row_writer",
                e * s.slots(),
                new RowWriter(s.lanes(), s.planes(), s.addressBits(), s.localBanksPerSlot(), s.fold2()));
        b.add("sequencer", e, new Sequencer(s.inputClasses()));
        b.add("program_memory", e, new Memory(s.programWordBits(), s.programWords()));
        b.add("run_memory", e, new Memory(s.runBits(), s.runWords()));
        b.add("descriptor_memory", e, new Memory(s.requantGroups() * s.descriptorBits(), s.beatWords()));
        b.add(
                "table_memory",
                e * s.requantGroups(),
                new Memory(acc + AcceleratorShape.MULTIPLIER_BITS, s.tableWords()));
        b.add(
                "engine",
                e,
                new EngineWiring(
                        s.engines(),
                        s.ports(),
                        s.wordBits(),
                        s.slots(),
                        s.addressBits(),
                        s.slotBits(),
                        s.inputClasses()));
        b.add("phase_controller", 1, new PhaseController(s.lanes(), s.biasBits()));
        b.add("config_memory", 1, new Memory(32, s.phases() * s.configWords()));
        b.add("host_link", 1, new HostLink(TemplateNames.loadBits(s)));
        b.add("top", 1, new TopWiring(e));
        return new AcceleratorResources(b.parts);
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
