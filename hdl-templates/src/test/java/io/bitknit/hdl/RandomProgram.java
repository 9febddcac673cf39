// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import io.bitknit.hdl.AcceleratorModel.Config;
import io.bitknit.hdl.AcceleratorModel.Descriptor;
import io.bitknit.hdl.AcceleratorModel.Entry;
import io.bitknit.hdl.AcceleratorModel.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random but legal memory contents for a shape: every rule of {@code doc/DESIGN.md} holds, nothing else is assumed. */
final class RandomProgram {
    private static final int DENSE_BASE_RANGE = 8;

    private final AcceleratorShape shape;
    private final SplittableRandom random;
    private final AcceleratorModel model;

    private RandomProgram(AcceleratorShape shape, long seed) {
        this.shape = shape;
        this.random = new SplittableRandom(seed);
        this.model = new AcceleratorModel(shape);
    }

    /** A model with all memories filled; the shape needs at least 64 bank words, 8 program words and 32 runs. */
    static AcceleratorModel of(AcceleratorShape shape, long seed) {
        RandomProgram program = new RandomProgram(shape, seed);
        program.fillMemories();
        for (int e = 0; e < shape.engines(); e++) {
            program.model.runs.add(new ArrayList<>());
            program.model.descriptors.add(new ArrayList<>());
        }
        for (int i = 0; i < shape.phases(); i++) {
            program.addPhase();
        }
        return program.model;
    }

    private void fillMemories() {
        model.banks = new long[shape.engines()][shape.ports()][shape.bankWords()];
        model.program = new Entry[shape.engines()][shape.programWords()][shape.ports()];
        int half = shape.programWords() / 2;
        for (int e = 0; e < shape.engines(); e++) {
            for (long[] bank : model.banks[e]) {
                for (int i = 0; i < bank.length; i++) {
                    bank[i] = random.nextLong() & wordMask();
                }
            }
            for (int i = 0; i < shape.programWords(); i++) {
                for (int p = 0; p < shape.ports(); p++) {
                    boolean idle = random.nextInt(4) == 0;
                    int slot = idle ? shape.slots() : random.nextInt(shape.slots());
                    model.program[e][i][p] = new Entry(slot, inputClass(), random.nextInt(32));
                }
                if (i >= half && shape.denseUnits() > 0) {
                    makeDense(model.program[e][i]);
                }
            }
        }
        model.corrections = new long[shape.tableWords()];
        model.multipliers = new int[shape.tableWords()];
        for (int i = 0; i < shape.tableWords(); i++) {
            model.corrections[i] = random.nextLong(1L << usual(6, shape.accumulatorBits() - 1));
            model.multipliers[i] = random.nextInt(1 << usual(shape.requantShift(), 16));
        }
        fillWeights();
    }

    private void fillWeights() {
        int sets = shape.denseUnits() > 0 ? shape.denseWeightWords() : 0;
        model.weights = new int[shape.engines()][sets][shape.lanes()][shape.denseColumns()];
        int bits = shape.denseWeightBits();
        for (int[][][] engine : model.weights) {
            for (int[][] set : engine) {
                for (int[] lane : set) {
                    for (int j = 0; j < lane.length; j++) {
                        lane[j] = bits == 1 ? random.nextInt(2) * 2 - 1 : random.nextInt(1 << bits) - (1 << bits - 1);
                    }
                }
            }
        }
    }

    /** One port per unit is active, the others are idle. */
    private void makeDense(Entry[] word) {
        int candidates = shape.ports() / shape.denseUnits();
        for (int u = 0; u < shape.denseUnits(); u++) {
            int chosen = random.nextInt(candidates);
            for (int v = 0; v < candidates; v++) {
                int slot = v == chosen ? random.nextInt(shape.slots()) : shape.slots();
                word[v * shape.denseUnits() + u] = new Entry(slot, inputClass(), random.nextInt(DENSE_BASE_RANGE));
            }
        }
    }

    /** Mostly a width at which codes are neither all 0 nor all at their highest, at times the full one. */
    private int usual(int width, int full) {
        return random.nextInt(8) == 0 ? full : Math.min(width, full);
    }

    private int inputClass() {
        return random.nextInt(shape.inputClasses());
    }

    private long wordMask() {
        return -1L >>> 64 - shape.wordBits();
    }

    private void addPhase() {
        boolean dense = shape.denseUnits() > 0 && random.nextInt(2) == 0;
        boolean inputFold2 = shape.fold2() && !dense && random.nextBoolean();
        boolean outputFold2 = shape.fold2() && random.nextBoolean();
        int topLevel = 2 + random.nextInt(6);
        int[] firstPlane = new int[shape.inputClasses()];
        int[] words = new int[shape.inputClasses()];
        for (int c = 0; c < firstPlane.length; c++) {
            firstPlane[c] = random.nextInt(3);
            words[c] = random.nextInt(9);
        }
        int outputs = shape.outputClasses();
        int[] highest = new int[outputs];
        int[] offset = new int[outputs];
        int[] exponent = new int[outputs];
        boolean[] rounding = new boolean[outputs];
        int[] outputWords = new int[outputs];
        int widest = 0;
        for (int c = 0; c < outputs; c++) {
            int bits = 1 + random.nextInt(8);
            highest[c] = (1 << bits) - 1;
            offset[c] = random.nextBoolean() ? 0 : 1 << bits - 1;
            exponent[c] = random.nextInt(shape.exponentMax() + 1);
            rounding[c] = random.nextInt(4) != 0;
            int fold = shape.planes() * (outputFold2 ? 2 : 1);
            outputWords[c] = (bits + fold - 1) / fold;
            widest = Math.max(widest, outputWords[c]);
            int room = Math.min(shape.rowShiftMax(), fold - bits);
            if (room > 0) {
                outputWords[c] = AcceleratorShape.storedWordsField(1, random.nextInt(room + 1));
            }
        }
        long[] bias = new long[shape.lanes()];
        for (int f = 0; f < bias.length; f++) {
            int bits = usual(shape.requantShift() + 6, shape.biasBits());
            bias[f] = random.nextLong(1L << bits) - (1L << bits - 1);
        }
        boolean local = random.nextBoolean();
        Config config = new Config(
                dense,
                inputFold2,
                outputFold2,
                local,
                topLevel,
                shape.drainCycles(dense, widest),
                random.nextInt(4),
                random.nextInt(4),
                dense ? random.nextInt(shape.denseWeightWords()) : 0,
                random.nextInt(16),
                firstPlane,
                words,
                highest,
                offset,
                exponent,
                rounding,
                outputWords,
                bias);
        model.phases.add(config);
        for (int e = 0; e < shape.engines(); e++) {
            addRuns(e, config, Math.max(shape.beatsPerTeam(), widest));
        }
    }

    private void addRuns(int engine, Config config, int distance) {
        List<Run> runs = model.runs.get(engine);
        int rounds = config.dense() ? shape.slots() / shape.denseUnits() : 1;
        int teams = random.nextInt(4);
        int sinceTeam = distance;
        for (int t = 0; t < teams * rounds; t++) {
            int round = t % rounds;
            int least = rounds == 1
                    ? distance
                    : AcceleratorShape.roundDistanceCycles(round, shape.denseUnits(), shape.requantGroups());
            least = round == rounds - 1 ? Math.max(least, distance) : least;
            int steps = 0;
            int level = config.topLevel();
            int teamRuns = 1 + random.nextInt(4);
            for (int i = 0; i < teamRuns; i++) {
                int shift = random.nextInt(4);
                int allowed = config.dense() ? shape.denseShifts() : shape.gatherShifts();
                while (shift > 0 && (shape.shiftLevels(shift) > level || (allowed >> shift & 1) == 0)) {
                    shift--;
                }
                level -= shape.shiftLevels(shift);
                boolean last = i == teamRuns - 1;
                int length = length(config);
                if (last && sinceTeam + steps + length < least) {
                    int wait = least - sinceTeam - steps - length;
                    runs.add(new Run(2, false, 0, wait, 0));
                    steps += wait;
                }
                runs.add(new Run(i == 0 ? 1 : 0, last, shift, length, address(config, length)));
                steps += length;
            }
            sinceTeam = round == rounds - 1 ? 0 : sinceTeam + steps;
            if (random.nextInt(3) == 0) {
                int wait = 1 + random.nextInt(5);
                runs.add(new Run(2, false, 0, wait, 0));
                sinceTeam += wait;
            }
        }
        runs.add(new Run(3, false, 0, 1, 0));
        for (int i = 0; i < teams * shape.beatsPerTeam() * shape.requantGroups(); i++) {
            boolean valid = random.nextInt(8) != 0;
            int banks = config.local() ? shape.localBanksPerSlot() : shape.ownedBanksPerSlot();
            model.descriptors
                    .get(engine)
                    .add(new Descriptor(
                            valid,
                            random.nextInt(shape.outputClasses()),
                            random.nextInt(banks),
                            random.nextInt(shape.tableWords())));
        }
    }

    /** Dense runs take one weight set per step. */
    private int length(Config config) {
        int most = config.dense() ? shape.denseWeightWords() - config.denseWeightBase() : shape.programWords() / 2;
        return 1 + random.nextInt(Math.min(most, 5));
    }

    private int address(Config config, int length) {
        int half = shape.programWords() / 2;
        return config.dense() ? half + random.nextInt(half) : random.nextInt(half - length + 1);
    }
}
