// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.program;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;
import java.util.ArrayList;
import java.util.List;

/** Everything that the host loads before a run, in the order of loading. */
public final class MemoryImages {
    private MemoryImages() {}

    public static List<MemoryImage> of(Design design) {
        List<MemoryImage> images = new ArrayList<>();
        images.add(configuration(design));
        WordPacker count = new WordPacker(8);
        count.startWord();
        count.unsigned(design.phases().size(), 8);
        images.add(count.image(Memory.PHASE_COUNT, MemoryImage.ALL_ENGINES, 0));
        images.addAll(weightRows(design));
        for (int e = 0; e < design.shape().engines(); e++) {
            EngineImage image = design.engineImages().get(e);
            images.add(program(design.shape(), image, e));
            images.add(runs(design.shape(), image, e));
            images.add(descriptors(design.shape(), image, e));
        }
        images.add(table(design));
        if (design.denseWeights().length > 0) {
            images.add(stationaryWeights(design));
        }
        images.removeIf(image -> image.words() == 0);
        return images;
    }

    private static MemoryImage configuration(Design design) {
        AcceleratorShape shape = design.shape();
        WordPacker w = new WordPacker(32);
        for (Phase phase : design.phases()) {
            PhaseConfig c = phase.config();
            w.startWord();
            w.unsigned(c.dense() ? 1 : 0, 1);
            w.unsigned(c.inputFold2() ? 1 : 0, 1);
            w.unsigned(c.outputFold2() ? 1 : 0, 1);
            w.unsigned(c.local() ? 1 : 0, 1);
            w.unsigned(0, 4);
            w.unsigned(c.topLevel(), 5);
            w.unsigned(0, 3);
            w.unsigned(c.drainCycles(), 8);
            w.startWord();
            w.unsigned(c.readOffsetWords(), 32);
            w.startWord();
            w.unsigned(c.blockStrideWords(), 16);
            w.unsigned(c.denseWeightBase(), 16);
            w.startWord();
            w.unsigned(c.writeBaseWords(), 32);
            for (int i = 0; i < shape.inputClasses(); i++) {
                w.startWord();
                if (i < c.inputClasses().size()) {
                    w.unsigned(c.inputClasses().get(i).firstPlane(), 5);
                    w.unsigned(0, 3);
                    w.unsigned(c.inputClasses().get(i).words(), 4);
                }
            }
            for (int i = 0; i < shape.outputClasses(); i++) {
                w.startWord();
                if (i < c.outputClasses().size()) {
                    outputClass(w, c.outputClasses().get(i));
                }
            }
            for (int lane = 0; lane < shape.lanes(); lane++) {
                w.startWord();
                w.field(c.bias().get(lane), 32);
            }
        }
        return w.image(Memory.CONFIGURATION, MemoryImage.ALL_ENGINES, 0);
    }

    private static void outputClass(WordPacker w, RowClass c) {
        boolean sign = c.signed() && c.bits() == 1;
        w.unsigned((1 << c.bits()) - 1, 8);
        w.unsigned(sign ? 1 : c.signed() ? 1 << (c.bits() - 1) : 0, 8);
        w.unsigned(c.exponent(), 3);
        w.unsigned(sign ? 0 : 1, 1);
        w.unsigned(AcceleratorShape.storedWordsField(c.words(), c.shift()), 4);
    }

    /** Plane words of tensor 0, bank by bank; words between rows are 0. */
    private static List<MemoryImage> weightRows(Design design) {
        AcceleratorShape shape = design.shape();
        StoredTensor t = design.tensors().get(0);
        int words = t.blocks() * t.blockStrideWords();
        long[][] banks = new long[shape.ports()][words];
        int perBlock = shape.wordBits() / t.fold();
        for (int row = 0; row < t.rows(); row++) {
            RowClass c = t.classOf(row);
            for (int f = 0; f < t.features(); f++) {
                int code = design.weightRows()[row * t.features() + f] & 0xFF;
                int at = f / perBlock * t.blockStrideWords() + t.address()[row];
                for (int plane = 0; plane < c.bits(); plane++) {
                    int stored = c.storedPlane(plane);
                    int bit = t.bitOf(stored, f % perBlock, shape);
                    banks[t.bank()[row]][at + stored / t.fold()] |= (long) (code >> plane & 1) << bit;
                }
            }
        }
        List<MemoryImage> images = new ArrayList<>();
        for (int bank = 0; bank < shape.ports(); bank++) {
            WordPacker w = new WordPacker(shape.wordBits());
            for (long word : banks[bank]) {
                w.startWord();
                w.field(word, shape.wordBits());
            }
            images.add(w.image(Memory.FEATURE_BANKS, MemoryImage.ALL_ENGINES, bankAddress(shape, bank, t.baseWords())));
        }
        return images;
    }

    static int bankAddress(AcceleratorShape shape, int bank, int word) {
        return (bank << shape.addressBits()) + word;
    }

    private static MemoryImage program(AcceleratorShape shape, EngineImage image, int engine) {
        WordPacker w = new WordPacker(shape.programWordBits());
        for (int at = 0; at < image.program().length; at++) {
            if (at % shape.ports() == 0) {
                w.startWord();
            }
            int entry = image.program()[at];
            w.unsigned(EngineImage.entryBase(entry), shape.addressBits());
            w.unsigned(EngineImage.entryClass(entry), shape.inputClassBits());
            w.unsigned(EngineImage.entrySlot(entry), shape.slotBits());
        }
        return w.image(Memory.PROGRAM, engine, 0);
    }

    private static MemoryImage runs(AcceleratorShape shape, EngineImage image, int engine) {
        WordPacker w = new WordPacker(shape.runBits());
        for (long run : image.runs()) {
            w.startWord();
            w.unsigned(EngineImage.runAddress(run), shape.programAddressBits());
            w.unsigned(EngineImage.runLength(run) - 1, AcceleratorShape.RUN_LENGTH_BITS);
            w.unsigned(EngineImage.runShift(run), 2);
            w.unsigned(EngineImage.runLast(run) ? 1 : 0, 1);
            w.unsigned(EngineImage.runOp(run), 2);
        }
        return w.image(Memory.RUNS, engine, 0);
    }

    private static MemoryImage descriptors(AcceleratorShape shape, EngineImage image, int engine) {
        WordPacker w = new WordPacker(shape.requantGroups() * shape.descriptorBits());
        for (int at = 0; at < image.descriptors().length; at++) {
            if (at % shape.requantGroups() == 0) {
                w.startWord();
            }
            int d = image.descriptors()[at];
            w.unsigned(EngineImage.descriptorTableIndex(d), shape.tableIndexBits());
            w.unsigned(EngineImage.descriptorBankSelect(d), shape.bankSelectBits());
            w.unsigned(EngineImage.descriptorClass(d), shape.outputClassBits());
            w.unsigned(EngineImage.descriptorValid(d) ? 1 : 0, 1);
        }
        return w.image(Memory.DESCRIPTORS, engine, 0);
    }

    private static MemoryImage table(Design design) {
        AcceleratorShape shape = design.shape();
        WordPacker w = new WordPacker(shape.accumulatorBits() + AcceleratorShape.MULTIPLIER_BITS);
        for (int i = 0; i < design.multipliers().length; i++) {
            w.startWord();
            w.unsigned(design.multipliers()[i], AcceleratorShape.MULTIPLIER_BITS);
            w.unsigned(design.corrections()[i], shape.accumulatorBits());
        }
        return w.image(Memory.TABLE, MemoryImage.ALL_ENGINES, 0);
    }

    /** Sets are cut into 32-bit words, lowest bits first. Weights of 1 bit are stored as codes. */
    private static MemoryImage stationaryWeights(Design design) {
        AcceleratorShape shape = design.shape();
        int weightBits = shape.denseWeightBits();
        WordPacker w = new WordPacker(32);
        for (byte[] set : design.denseWeights()) {
            long held = 0;
            int bits = 0;
            int chunks = 0;
            for (byte weight : set) {
                long code = weightBits == 1 ? (weight > 0 ? 1 : 0) : weight & (1 << weightBits) - 1;
                held |= code << bits;
                bits += weightBits;
                if (bits >= 32) {
                    w.startWord();
                    w.field(held, 32);
                    held >>>= 32;
                    bits -= 32;
                    chunks++;
                }
            }
            if (bits > 0) {
                w.startWord();
                w.field(held, 32);
                chunks++;
            }
            if (chunks != shape.denseWeightChunks()) {
                throw new IllegalStateException(chunks + " chunks of " + shape.denseWeightChunks());
            }
        }
        return w.image(Memory.STATIONARY_WEIGHTS, MemoryImage.ALL_ENGINES, 0);
    }
}
