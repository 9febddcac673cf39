// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.trace;

import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.sim.event.EventLogBuilder;
import io.bitknit.sim.wave.SignalTree;
import java.util.Arrays;

/** Codes of one slot to plane words, one per cycle: c0 + 18 + i to the bank write in c0 + 19 + i + w. */
final class RowWriter implements ClockedUnit {
    private final AcceleratorShape shape;
    private final PhaseController controller;
    private final Requantizers requantizers;
    private final FeatureBanks banks;
    private final int engine;
    private final int slot;

    private boolean active;
    private long[] codes = new long[0];
    private int words;
    private int shift;
    private int word;
    private int bankSelect;
    private int[] pointer;
    private boolean write;
    private boolean writeLocal;
    private int writeBank;
    private int writeAddress;
    private long writeData;

    private boolean nextActive;
    private long[] nextCodes = new long[0];
    private int nextWords;
    private int nextShift;
    private int nextWord;
    private int nextBankSelect;
    private int[] nextPointer;
    private int nextWriteBank;
    private int nextWriteAddress;
    private long nextWriteData;
    private boolean nextWriteLocal;

    RowWriter(
            AcceleratorShape shape,
            PhaseController controller,
            Requantizers requantizers,
            FeatureBanks banks,
            int engine,
            int slot) {
        this.shape = shape;
        this.controller = controller;
        this.requantizers = requantizers;
        this.banks = banks;
        this.engine = engine;
        this.slot = slot;
        this.pointer = new int[1 << shape.bankSelectBits()];
        this.nextPointer = pointer;
    }

    @Override
    public void sample() {
        int group = requantizers.codesOf(slot);
        nextActive = group >= 0 || active && word + 1 < words;
        if (group >= 0) {
            nextCodes = requantizers.codes(group);
            nextWords = requantizers.format(group).words();
            nextShift = requantizers.format(group).shift();
            nextBankSelect = requantizers.bankSelect(group);
            nextWord = 0;
        } else {
            nextWord = word + 1;
        }
        nextPointer = pointer.clone();
        if (controller.start()) {
            Arrays.fill(nextPointer, controller.config().writeBaseWords());
        } else if (active) {
            nextPointer[bankSelect]++;
        }
        PhaseConfig config = controller.config();
        nextWriteLocal = config.local();
        int writers = config.local() ? shape.slots() : shape.engines() * shape.slots();
        nextWriteBank = bankSelect * writers + (config.local() ? 0 : engine * shape.slots()) + slot;
        nextWriteAddress = pointer[bankSelect];
        nextWriteData = plane(config);
    }

    private long plane(PhaseConfig config) {
        if (!active) {
            return 0;
        }
        int features = config.outputFold2() ? shape.lanes() / 2 : shape.lanes();
        int planesPerWord = shape.lanes() / features * shape.planes();
        long data = 0;
        for (int lane = 0; lane < shape.lanes() / features * features; lane++) {
            for (int j = 0; j < shape.planes(); j++) {
                int plane = word * planesPerWord + lane / features * shape.planes() + j;
                long stored = codes[lane % features] << shift;
                data |= (stored >> plane & 1) << j * shape.lanes() + lane;
            }
        }
        return data;
    }

    @Override
    public void commit() {
        write = active;
        writeLocal = nextWriteLocal;
        writeBank = nextWriteBank;
        writeAddress = nextWriteAddress;
        writeData = nextWriteData;
        active = nextActive;
        codes = nextCodes;
        words = nextWords;
        shift = nextShift;
        word = nextWord;
        bankSelect = nextBankSelect;
        pointer = nextPointer;
    }

    /** Carries out the write of this cycle; the banks read the old word in the same cycle. */
    void writeBanks() {
        if (!write) {
            return;
        }
        for (int target = 0; target < shape.engines(); target++) {
            if (!writeLocal || target == engine) {
                banks.write(target, writeBank, writeAddress, writeData);
            }
        }
    }

    void record(int cycle, EventLogBuilder events) {
        if (write) {
            events.add(cycle, engine, slot, writeLocal, writeBank, writeAddress, writeData);
        }
    }

    void signals(SignalTree tree) {
        tree.flag("write_enable", () -> write);
        tree.flag("write_local", () -> writeLocal);
        tree.add("write_bank", 8, () -> writeBank);
        tree.add("write_address", shape.addressBits(), () -> writeAddress);
        tree.add("write_data", shape.wordBits(), () -> writeData);
    }
}
