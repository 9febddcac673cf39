// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import io.bitknit.hdl.AcceleratorModel.Config;
import io.bitknit.hdl.AcceleratorModel.Descriptor;
import io.bitknit.hdl.AcceleratorModel.Entry;
import io.bitknit.hdl.AcceleratorModel.Run;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Host commands as bytes. */
final class HostBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    HostBytes command(char command) {
        bytes.write(command);
        return this;
    }

    HostBytes header(char command, int memory, int engine, int address, int count) {
        bytes.write(command);
        bytes.write(memory);
        bytes.write(engine);
        number(BigInteger.valueOf(address), 4);
        number(BigInteger.valueOf(count), 4);
        return this;
    }

    private void number(BigInteger value, int length) {
        for (int i = length - 1; i >= 0; i--) {
            bytes.write(value.shiftRight(8 * i).intValue() & 0xFF);
        }
    }

    private void write(int memory, int engine, int address, int bits, List<BigInteger> words) {
        header('W', memory, engine, address, words.size());
        words.forEach(word -> number(word, TemplateNames.bytes(bits)));
    }

    /** Collects fields into a word, highest first. */
    private static final class Word {
        private BigInteger value = BigInteger.ZERO;

        Word add(long field, int width) {
            BigInteger mask = BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE);
            value = value.shiftLeft(width).or(BigInteger.valueOf(field).and(mask));
            return this;
        }
    }

    /** Writes every memory of a model. */
    HostBytes load(AcceleratorModel model) {
        AcceleratorShape shape = model.shape;
        List<BigInteger> config = new ArrayList<>();
        model.phases.forEach(phase -> config.addAll(configWords(phase)));
        write(0, 0, 0, 32, config);
        write(1, 0, 0, 8, List.of(BigInteger.valueOf(model.phases.size())));
        for (int e = 0; e < shape.engines(); e++) {
            for (int b = 0; b < shape.ports(); b++) {
                List<BigInteger> words = new ArrayList<>();
                for (long word : model.banks[e][b]) {
                    words.add(new Word().add(word, shape.wordBits()).value);
                }
                write(2, e, b << shape.addressBits(), shape.wordBits(), words);
            }
            List<BigInteger> program = new ArrayList<>();
            for (Entry[] word : model.program[e]) {
                program.add(programWord(shape, word));
            }
            write(3, e, 0, shape.programWordBits(), program);
            List<BigInteger> runs = new ArrayList<>();
            for (Run run : model.runs.get(e)) {
                runs.add(new Word()
                        .add(run.op(), 2)
                        .add(run.last() ? 1 : 0, 1)
                        .add(run.shift(), 2)
                        .add(run.length() - 1, 5)
                        .add(run.address(), shape.programAddressBits())
                        .value);
            }
            write(4, e, 0, shape.runBits(), runs);
            write(5, e, 0, shape.requantGroups() * shape.descriptorBits(), descriptorWords(model, e));
            if (shape.denseUnits() > 0) {
                write(7, e, 0, 32, weightWords(model, e));
            }
        }
        List<BigInteger> table = new ArrayList<>();
        for (int i = 0; i < shape.tableWords(); i++) {
            table.add(new Word()
                    .add(model.corrections[i], shape.accumulatorBits())
                    .add(model.multipliers[i], 16)
                    .value);
        }
        write(6, 0xFF, 0, shape.accumulatorBits() + 16, table);
        return this;
    }

    private static BigInteger programWord(AcceleratorShape shape, Entry[] entries) {
        Word word = new Word();
        for (int p = entries.length - 1; p >= 0; p--) {
            word.add(entries[p].slot(), shape.slotBits())
                    .add(entries[p].inputClass(), shape.inputClassBits())
                    .add(entries[p].base(), shape.addressBits());
        }
        return word.value;
    }

    private static List<BigInteger> descriptorWords(AcceleratorModel model, int engine) {
        AcceleratorShape shape = model.shape;
        List<Descriptor> all = model.descriptors.get(engine);
        List<BigInteger> words = new ArrayList<>();
        for (int beat = 0; beat < all.size() / shape.requantGroups(); beat++) {
            Word word = new Word();
            for (int q = shape.requantGroups() - 1; q >= 0; q--) {
                Descriptor descriptor = all.get(beat * shape.requantGroups() + q);
                word.add(descriptor.valid() ? 1 : 0, 1)
                        .add(descriptor.outputClass(), shape.outputClassBits())
                        .add(descriptor.bankSelect(), shape.bankSelectBits())
                        .add(descriptor.tableIndex(), shape.tableIndexBits());
            }
            words.add(word.value);
        }
        return words;
    }

    private static List<BigInteger> weightWords(AcceleratorModel model, int engine) {
        AcceleratorShape shape = model.shape;
        List<BigInteger> words = new ArrayList<>();
        for (int[][] set : model.weights[engine]) {
            Word word = new Word();
            for (int lane = shape.lanes() - 1; lane >= 0; lane--) {
                for (int column = shape.denseColumns() - 1; column >= 0; column--) {
                    int weight = set[lane][column];
                    word.add(shape.denseWeightBits() == 1 ? (weight + 1) / 2 : weight, shape.denseWeightBits());
                }
            }
            BigInteger mask = BigInteger.ONE.shiftLeft(32).subtract(BigInteger.ONE);
            for (int i = 0; i < shape.denseWeightChunks(); i++) {
                words.add(word.value.shiftRight(32 * i).and(mask));
            }
        }
        return words;
    }

    private static List<BigInteger> configWords(Config phase) {
        List<BigInteger> words = new ArrayList<>();
        words.add(new Word()
                .add(phase.drainCycles(), 8)
                .add(phase.topLevel(), 8)
                .add(0, 4)
                .add(phase.local() ? 1 : 0, 1)
                .add(phase.outputFold2() ? 1 : 0, 1)
                .add(phase.inputFold2() ? 1 : 0, 1)
                .add(phase.dense() ? 1 : 0, 1)
                .value);
        words.add(BigInteger.valueOf(phase.readOffset()));
        words.add(new Word().add(phase.denseWeightBase(), 16).add(phase.blockStride(), 16).value);
        words.add(BigInteger.valueOf(phase.writeBase()));
        for (int c = 0; c < phase.words().length; c++) {
            words.add(new Word().add(phase.words()[c], 4).add(phase.firstPlane()[c], 8).value);
        }
        for (int c = 0; c < phase.highest().length; c++) {
            words.add(new Word()
                    .add(phase.outputWords()[c], 4)
                    .add(phase.rounding()[c] ? 1 : 0, 1)
                    .add(phase.exponent()[c], 3)
                    .add(phase.offset()[c], 8)
                    .add(phase.highest()[c], 8)
                    .value);
        }
        for (long bias : phase.bias()) {
            words.add(new Word().add(bias, 32).value);
        }
        return words;
    }
}
