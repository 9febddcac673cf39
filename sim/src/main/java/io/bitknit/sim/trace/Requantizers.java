// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.trace;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.sim.wave.SignalTree;

/** Results to codes, one beat of {@code requantGroups} slots per cycle: c0 + 8 + i to c0 + 17 + i. */
final class Requantizers implements ClockedUnit {
    /** A slot on its way; values per lane. An immutable record per stage stands for the stage's registers. */
    private record Item(int slot, int descriptor, int multiplier, long correction, RowClass format, long[] values) {}

    /** Registers from the selected sum to the code: 11, 12, 13, 14, 15, 16, 17. */
    private static final int VALUE_STAGES = 7;

    private final Design design;
    private final AcceleratorShape shape;
    private final PhaseController controller;
    private final Accumulators sums;
    private final int[] descriptors;

    private boolean at8Active;
    private int at8Beat;
    private int at8Address;
    private int at9Beat = -1;
    private int at9Address;
    private int at10Beat = -1;
    private int at10Address;
    private Item[][] stages = new Item[VALUE_STAGES][0];

    private boolean nextActive;
    private int nextBeat;
    private int nextAddress;
    private Item[][] nextStages = stages;

    Requantizers(Design design, PhaseController controller, Accumulators sums, EngineImage image) {
        this.design = design;
        this.shape = design.shape();
        this.controller = controller;
        this.sums = sums;
        this.descriptors = image.descriptors();
    }

    @Override
    public void sample() {
        boolean begin = sums.endsTeam();
        nextActive = begin || at8Active && at8Beat + 1 < shape.beatsPerTeam();
        nextBeat = begin ? 0 : at8Beat + 1;
        nextAddress = at8Address + (at8Active ? 1 : 0);

        nextStages = new Item[VALUE_STAGES][];
        nextStages[0] = select();
        nextStages[1] = map(stages[0], (item, lane) -> wrap(item.values[lane] - item.correction));
        nextStages[2] = map(stages[1], (item, lane) -> item.values[lane] * item.multiplier);
        nextStages[3] = stages[2];
        nextStages[4] = stages[3];
        nextStages[5] = map(stages[4], this::addBias);
        nextStages[6] = map(stages[5], this::clamp);
    }

    private Item[] select() {
        if (at10Beat < 0) {
            return new Item[0];
        }
        Item[] items = new Item[shape.requantGroups()];
        for (int q = 0; q < items.length; q++) {
            int slot = at10Beat * shape.requantGroups() + q;
            int descriptor = descriptors[at10Address * shape.requantGroups() + q];
            if (slot >= shape.slots() || !EngineImage.descriptorValid(descriptor)) {
                continue;
            }
            int table = EngineImage.descriptorTableIndex(descriptor);
            RowClass format = controller.config().outputClasses().get(EngineImage.descriptorClass(descriptor));
            long[] values = new long[shape.lanes()];
            for (int lane = 0; lane < values.length; lane++) {
                values[lane] = sums.result(slot, lane);
            }
            items[q] = new Item(
                    slot, descriptor, design.multipliers()[table], design.corrections()[table], format, values);
        }
        return items;
    }

    private interface LaneFunction {
        long apply(Item item, int lane);
    }

    private static Item[] map(Item[] items, LaneFunction function) {
        Item[] mapped = new Item[items.length];
        for (int q = 0; q < items.length; q++) {
            Item item = items[q];
            if (item == null) {
                continue;
            }
            long[] values = new long[item.values.length];
            for (int lane = 0; lane < values.length; lane++) {
                values[lane] = function.apply(item, lane);
            }
            mapped[q] = new Item(item.slot, item.descriptor, item.multiplier, item.correction, item.format, values);
        }
        return mapped;
    }

    private long wrap(long value) {
        long span = 1L << shape.accumulatorBits();
        long rest = Math.floorMod(value, span);
        return rest >= span / 2 ? rest - span : rest;
    }

    private boolean signOnly(RowClass format) {
        return format.signed() && format.bits() == 1;
    }

    private long addBias(Item item, int lane) {
        int shift = shape.requantShift() + item.format.exponent();
        long rounding = signOnly(item.format) ? 0 : 1L << shift - 1;
        return item.values[lane] + controller.config().bias().get(lane) + rounding;
    }

    private long clamp(Item item, int lane) {
        long scaled = Math.floorDiv(item.values[lane], 1L << shape.requantShift() + item.format.exponent());
        if (signOnly(item.format)) {
            return scaled < 0 ? 0 : 1;
        }
        long levels = 1L << item.format.bits();
        long code = scaled + (item.format.signed() ? levels / 2 : 0);
        return code < 0 ? 0 : code >= levels ? levels - 1 : code;
    }

    @Override
    public void commit() {
        stages = nextStages;
        at10Beat = at9Beat;
        at10Address = at9Address;
        at9Beat = at8Active ? at8Beat : -1;
        at9Address = at8Address;
        at8Active = nextActive;
        at8Beat = nextBeat;
        at8Address = nextAddress;
    }

    /** Position, in the code registers, of a slot's row; -1 if it is not there in this cycle. */
    int codesOf(int slot) {
        Item[] codes = stages[VALUE_STAGES - 1];
        for (int q = 0; q < codes.length; q++) {
            if (codes[q] != null && codes[q].slot == slot) {
                return q;
            }
        }
        return -1;
    }

    long[] codes(int group) {
        return stages[VALUE_STAGES - 1][group].values;
    }

    RowClass format(int group) {
        return stages[VALUE_STAGES - 1][group].format;
    }

    int bankSelect(int group) {
        return EngineImage.descriptorBankSelect(stages[VALUE_STAGES - 1][group].descriptor);
    }

    void signals(SignalTree tree) {
        tree.flag("descriptor_read", () -> at8Active);
        tree.add("descriptor_address", 20, () -> at8Address);
        for (int g = 0; g < shape.requantGroups(); g++) {
            int group = g;
            SignalTree below = tree.instance("group" + group);
            below.flag("code_valid", () -> group < stages[6].length && stages[6][group] != null);
            for (int l = 0; l < shape.lanes(); l++) {
                int lane = l;
                below.add(
                        "code" + lane,
                        8,
                        () -> group < stages[6].length && stages[6][group] != null ? stages[6][group].values[lane] : 0);
            }
        }
    }
}
