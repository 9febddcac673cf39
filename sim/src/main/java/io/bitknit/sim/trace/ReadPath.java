// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.trace;

import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.compiler.design.ReadFormat;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.sim.wave.SignalTree;
import java.util.Arrays;

/** Program address to masked bank words: c0 to c0 + 4. */
final class ReadPath implements ClockedUnit {
    private static final int IDLE = -1;

    private final AcceleratorShape shape;
    private final PhaseController controller;
    private final Sequencer sequencer;
    private final FeatureBanks banks;
    private final int[] program;
    private final int engine;

    private StepControl at1Control = StepControl.NONE;
    private final int[] at1Entry;
    private StepControl at2Control = StepControl.NONE;
    private final int[] at2Address;
    private final int[] at2Slot;
    private StepControl at3Control = StepControl.NONE;
    private final long[] at3Word;
    private final int[] at3Slot;
    private StepControl at4Control = StepControl.NONE;
    private final long[] at4Word;
    private final int[] at4Slot;

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
        this.at2Address = new int[ports];
        this.at2Slot = idle(ports);
        this.at3Word = new long[ports];
        this.at3Slot = idle(ports);
        this.at4Word = new long[ports];
        this.at4Slot = idle(ports);
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
        return at4Control;
    }

    /** Word register of a port. */
    long word(int port) {
        return at4Word[port];
    }

    /** Slot that a port's word belongs to, -1 if the port contributes nothing. */
    int slot(int port) {
        return at4Slot[port];
    }

    @Override
    public void sample() {
        nextControl = sequencer.control();
        for (int port = 0; port < shape.ports(); port++) {
            int index = sequencer.programAddress() * shape.ports() + port;
            nextEntry[port] = index < program.length ? program[index] : EngineImage.entry(shape.slots(), 0, 0);
            address(port);
            nextWord[port] = banks.read(engine, port, at2Address[port]);
        }
    }

    private void address(int port) {
        int entry = at1Entry[port];
        PhaseConfig config = controller.config();
        nextAddress[port] = 0;
        nextSlot[port] = IDLE;
        int slot = EngineImage.entrySlot(entry);
        int rowClass = EngineImage.entryClass(entry);
        if (!at1Control.adds()
                || slot >= shape.slots()
                || rowClass >= config.inputClasses().size()) {
            return;
        }
        ReadFormat format = config.inputClasses().get(rowClass);
        int planesPerWord = shape.planes() * (config.inputFold2() ? 2 : 1);
        for (int word = 0; word < format.words(); word++) {
            int above = at1Control.level() - format.firstPlane() - word * planesPerWord;
            if (above == 0 || config.dense() && above > 0 && above < planesPerWord) {
                int block = at1Control.inputBlock() * config.blockStrideWords();
                int address = EngineImage.entryBase(entry) + config.readOffsetWords() + word + block;
                nextAddress[port] = address % (1 << shape.addressBits());
                nextSlot[port] = slot;
            }
        }
    }

    @Override
    public void commit() {
        int ports = shape.ports();
        at4Control = at3Control;
        System.arraycopy(at3Word, 0, at4Word, 0, ports);
        System.arraycopy(at3Slot, 0, at4Slot, 0, ports);
        at3Control = at2Control;
        System.arraycopy(nextWord, 0, at3Word, 0, ports);
        System.arraycopy(at2Slot, 0, at3Slot, 0, ports);
        at2Control = at1Control;
        System.arraycopy(nextAddress, 0, at2Address, 0, ports);
        System.arraycopy(nextSlot, 0, at2Slot, 0, ports);
        at1Control = nextControl;
        System.arraycopy(nextEntry, 0, at1Entry, 0, ports);
    }

    void signals(SignalTree tree) {
        for (int p = 0; p < shape.ports(); p++) {
            int port = p;
            SignalTree below = tree.instance("port" + port);
            below.add("entry", 28, () -> at1Entry[port]);
            below.add("bank_address", shape.addressBits(), () -> at2Address[port]);
            below.flag("active", () -> at4Slot[port] != IDLE);
            below.add("slot", shape.slotBits(), () -> at4Slot[port]);
            below.add("word", shape.wordBits(), () -> at4Word[port]);
        }
    }
}
