// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import io.bitknit.boards.Family;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import java.util.ArrayList;
import java.util.List;

/**
 * Area from the slopes of synthesized prototypes (yosys 0.23): 2.5 look-up tables of 4 inputs per port and gather lane,
 * 27 and an accumulator per lane; a 6-input table does the work of 1.5. Block RAM from the shapes of the memories.
 */
public final class PrototypeArea implements AreaModel {
    @Override
    public Area of(AcceleratorShape s, Family family) {
        List<Area.Unit> units = new ArrayList<>();
        int e = s.engines();
        double table = family.lutInputs() == 6 ? 1 / 1.5 : 1;
        int acc = s.accumulatorBits();
        long gatherLanes = (long) e * s.slots() * s.lanes();
        units.add(unit(
                "gather_slot",
                e * s.slots(),
                table * gatherLanes * (2.5 * s.ports() + 27 + acc),
                gatherLanes * (0.75 * s.ports() + 6 + 2.0 * acc)));
        long ports = (long) e * s.ports();
        units.add(new Area.Unit(
                "bank",
                (int) ports,
                (long) (table * ports * (2.0 * s.addressBits() + 4 * s.inputClasses() + s.slots() + 8)),
                ports * (2L * s.addressBits() + s.lanes() + s.slots() + 6),
                ports * BlockRam.blocks(family, s.lanes(), s.bankWords()),
                0));
        long multipliers = (long) e * s.requantGroups() * s.lanes();
        boolean dsp = s.multiplier() == Multiplier.DSP;
        units.add(new Area.Unit(
                "requantizer",
                e * s.requantGroups(),
                (long) (table * multipliers * (2 * acc + 2 * s.biasBits() + 20 + (dsp ? 0 : 14 * acc))),
                multipliers * (3L * acc + 2L * s.biasBits() + 40 + (dsp ? 0 : 8 * acc)),
                0,
                dsp ? multipliers * (acc <= 18 ? 1 : 2) : 0));
        units.add(unit("row_writer", e * s.slots(), table * gatherLanes * 10, gatherLanes * 12));
        long denseLanes = (long) e * s.denseUnits() * s.denseColumns();
        units.add(new Area.Unit(
                "dense_unit",
                e * s.denseUnits(),
                (long) (table * denseLanes * (1.3 * s.lanes() * s.denseWeightBits() + 2 * acc)),
                denseLanes * (s.lanes() + 3L * acc),
                e * denseBlocks(s, family),
                0));
        units.add(memory("program_memory", e, s.programWordBits(), s.programWords(), family));
        units.add(memory("run_memory", e, s.runBits(), s.runWords(), family));
        units.add(memory("descriptor_memory", e, s.requantGroups() * s.descriptorBits(), s.beatWords(), family));
        units.add(memory("table_memory", e * s.requantGroups(), acc + 16, s.tableWords(), family));
        units.add(unit("sequencer", e, table * e * 350, e * 250.0));
        units.add(memory("config_memory", 1, 32, s.phases() * s.configWords(), family));
        units.add(unit("host_link", 1, table * 900, 700));
        return new Area(units, "slopes of prototypes synthesized with yosys 0.23");
    }

    private static long denseBlocks(AcceleratorShape s, Family family) {
        return s.denseUnits() == 0 ? 0 : BlockRam.blocks(family, s.denseWeightSetBits(), s.denseWeightWords());
    }

    private static Area.Unit unit(String name, int count, double luts, double ffs) {
        return new Area.Unit(name, count, (long) luts, (long) ffs, 0, 0);
    }

    private static Area.Unit memory(String name, int count, int bits, int words, Family family) {
        long tables = BlockRam.inTables(words) ? (long) bits * 2 : 0;
        return new Area.Unit(
                name, count, count * (tables + 20L), count * 10L, count * BlockRam.blocks(family, bits, words), 0);
    }
}
