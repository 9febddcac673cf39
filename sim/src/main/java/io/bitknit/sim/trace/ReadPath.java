// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.trace;

import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.compiler.design.ReadFormat;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.sim.wave.SignalTree;
import java.util.Arrays;

/** Program address to masked bank words: c0 to c0 + 6. */
final class ReadPath implements ClockedUnit {
    private static final int IDLE = -1;

    /** Registers of a stage that bank words pass: the step, and per port its word and the slot that takes it. */
    private static final class Words {
        private StepControl control = StepControl.NONE;
        private final long[] word;
        private final int[] slot;

        Words(int ports) {
            word = new long[ports];
            slot = idle(ports);
        }

        void take(StepControl newControl, long[] newWord, int[] newSlot) {
            control = newControl;
            System.arraycopy(newWord, 0, word, 0, word.length);
            System.arraycopy(newSlot, 0, slot, 0, slot.length);
        }
    }

    private final AcceleratorShape shape;
    private final PhaseController controller;
    private final Sequencer sequencer;
    private final FeatureBanks banks;
    private final int[] program;
    private final int engine;

    private StepControl at1Control = StepControl.NONE;
    private final int[] at1Entry;
    private StepControl at2Control = StepControl.NONE;
    private final int[] at2Entry;
    private StepControl at3Control = StepControl.NONE;
    private final int[] at3Address;
    private final int[] at3Slot;
    private final Words at4;
    private final Words at5;
    private final Words at6;

    private StepControl nextControl = StepControl.NONE;
    private final int[] nextEntry;
    private final int[] nextAddress;
    private final int[] nextSlot;
    private final long[] nextWord;

    ReadPath(
            AcceleratorShape shape,
            PhaseController controller,
            Sequencer sequencer,
            FeatureBanks banks,
            EngineImage image,
            int engine) {
        this.shape = shape;
        this.controller = controller;
        this.sequencer = sequencer;
        this.banks = banks;
        this.program = image.program();
        this.engine = engine;
        int ports = shape.ports();
        this.at1Entry = new int[ports];
        this.at2Entry = new int[ports];
        this.at3Address = new int[ports];
        this.at3Slot = idle(ports);
        this.at4 = new Words(ports);
        this.at5 = new Words(ports);
        this.at6 = new Words(ports);
        this.nextEntry = new int[ports];
        this.nextAddress = new int[ports];
        this.nextSlot = idle(ports);
        this.nextWord = new long[ports];
    }

    private static int[] idle(int ports) {
        int[] slots = new int[ports];
        Arrays.fill(slots, IDLE);
        return slots;
    }

    /** Control of the step whose words are in the word registers. */
    StepControl control() {
        return at6.control;
    }

    /** Word register of a port. */
    long word(int port) {
        return at6.word[port];
    }

    /** Slot that a port's word belongs to, -1 if the port contributes nothing. */
    int slot(int port) {
        return at6.slot[port];
    }

    @Override
    public void sample() {
        nextControl = sequencer.control();
        for (int port = 0; port < shape.ports(); port++) {
            int index = sequencer.programAddress() * shape.ports() + port;
            nextEntry[port] = index < program.length ? program[index] : EngineImage.entry(shape.slots(), 0, 0);
            address(port);
            nextWord[port] = banks.read(engine, port, at3Address[port]);
        }
    }

    private void address(int port) {
        int entry = at2Entry[port];
        PhaseConfig config = controller.config();
        nextAddress[port] = 0;
        nextSlot[port] = IDLE;
        int slot = EngineImage.entrySlot(entry);
        int rowClass = EngineImage.entryClass(entry);
        if (!at2Control.adds()
                || slot >= shape.slots()
                || rowClass >= config.inputClasses().size()) {
            return;
        }
        ReadFormat format = config.inputClasses().get(rowClass);
        int planesPerWord = shape.planes() * (config.inputFold2() ? 2 : 1);
        for (int word = 0; word < format.words(); word++) {
            int above = at2Control.level() - format.firstPlane() - word * planesPerWord;
            if (above == 0 || config.dense() && above > 0 && above < planesPerWord) {
                int block = at2Control.inputBlock() * config.blockStrideWords();
                int address = EngineImage.entryBase(entry) + config.readOffsetWords() + word + block;
                nextAddress[port] = address % (1 << shape.addressBits());
                nextSlot[port] = slot;
            }
        }
    }

    @Override
    public void commit() {
        int ports = shape.ports();
        at6.take(at5.control, at5.word, at5.slot);
        at5.take(at4.control, at4.word, at4.slot);
        at4.take(at3Control, nextWord, at3Slot);
        at3Control = at2Control;
        System.arraycopy(nextAddress, 0, at3Address, 0, ports);
        System.arraycopy(nextSlot, 0, at3Slot, 0, ports);
        at2Control = at1Control;
        System.arraycopy(at1Entry, 0, at2Entry, 0, ports);
        at1Control = nextControl;
        System.arraycopy(nextEntry, 0, at1Entry, 0, ports);
    }

    void signals(SignalTree tree) {
        for (int p = 0; p < shape.ports(); p++) {
            int port = p;
            SignalTree below = tree.instance("port" + port);
            below.add("entry", 28, () -> at2Entry[port]);
            below.add("bank_address", shape.addressBits(), () -> at3Address[port]);
            below.flag("active", () -> at6.slot[port] != IDLE);
            below.add("slot", shape.slotBits(), () -> at6.slot[port]);
            below.add("word", shape.wordBits(), () -> at6.word[port]);
        }
    }
}
