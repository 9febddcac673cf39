// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.EnginePlan;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.ReadFormat;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One engine in one phase, step by step: what it reads and writes, against what the stage says. */
final class EngineWalk {
    private final Design design;
    private final Workload work;
    private final Stage stage;
    private final Phase phase;
    private final int engine;
    private final List<String> findings;
    private final AcceleratorShape shape;
    private final EngineImage image;
    private final EnginePlan plan;
    private final StoredTensor in;
    private final StoredTensor out;

    /** What the team has read: slot, bank, word address, level, weight set; one number each. */
    private long[] reads = new long[1024];

    private int readCount;
    private long[] expected = new long[1024];
    private int expectedCount;
    private final int[] pointer;

    /** Of the sparse combination, in which copies of a row may stand for each other; null in other stages. */
    private final @Nullable WeightRowIdentity weightRows;

    EngineWalk(
            Design design,
            Workload work,
            Stage stage,
            Phase phase,
            int engine,
            WeightRowIdentity weightRows,
            List<String> findings) {
        this.weightRows = stage.input() == 0 ? weightRows : null;
        this.design = design;
        this.work = work;
        this.stage = stage;
        this.phase = phase;
        this.engine = engine;
        this.findings = findings;
        this.shape = design.shape();
        this.image = design.engineImages().get(engine);
        this.plan = phase.engines().get(engine);
        this.in = design.tensors().get(stage.input());
        this.out = design.tensors().get(stage.output());
        this.pointer = new int[shape.ports()];
        Arrays.fill(pointer, phase.config().writeBaseWords());
    }

    void walk() {
        int rounds = stage.dense() ? shape.slots() / shape.denseUnits() : 1;
        int step = 0;
        int level = 0;
        int round = 0;
        int team = 0;
        int distance = 0;
        int lastEnd = Integer.MIN_VALUE / 2;
        boolean open = false;
        boolean ended = false;
        for (int r = plan.runStart(); r < plan.runEnd(); r++) {
            long run = image.runs()[r];
            int op = EngineImage.runOp(run);
            check(!ended, "runs after the end");
            if (op == EngineImage.OP_END) {
                ended = true;
                continue;
            }
            int length = EngineImage.runLength(run);
            check(length >= 1 && length <= 32, "run of " + length + " steps");
            if (op == EngineImage.OP_IDLE) {
                check(!EngineImage.runLast(run), "idle run ends a team");
                step += length;
                continue;
            }
            check(op == EngineImage.OP_CLEAR ? !open : open, "team does not start with a clearing run");
            int shifts = stage.dense() ? shape.denseShifts() : shape.gatherShifts();
            int field = EngineImage.runShift(run);
            check(
                    op == EngineImage.OP_CLEAR || field == 0 || (shifts >> field & 1) != 0,
                    "run shifts by " + shape.shiftLevels(field) + ", which the accumulators cannot");
            level = (op == EngineImage.OP_CLEAR ? phase.config().topLevel() : level)
                    - shape.shiftLevels(EngineImage.runShift(run));
            if (level < 0 || team == plan.teams()) {
                check(false, "level " + level + " in team " + team + " of " + plan.teams());
                return;
            }
            open = true;
            for (int i = 0; i < length; i++) {
                readWord(
                        stage.dense() ? EngineImage.runAddress(run) : EngineImage.runAddress(run) + i,
                        level,
                        i,
                        round,
                        team);
            }
            step += length;
            if (EngineImage.runLast(run)) {
                check(level == 0, "team " + team + " ends at level " + level);
                int lastSlot = (round + 1) * (shape.slots() / rounds) - 1;
                check(
                        step - lastEnd > lastSlot / shape.requantGroups(),
                        "round " + round + " of team " + team + " replaces sums that are not requantized yet");
                open = false;
                round++;
                if (round == rounds) {
                    check(step - lastEnd >= distance, "team " + team + " ends too early");
                    lastEnd = step;
                    distance = distanceOf(team);
                    round = 0;
                    endTeam(team, step);
                    team++;
                }
            }
        }
        check(ended, "no end of the runs");
        check(!open && round == 0, "last team is not complete");
        check(team == plan.teams(), team + " teams, not " + plan.teams());
        check(step == plan.steps(), step + " steps, not " + plan.steps());
    }

    private int distanceOf(int team) {
        int distance = shape.beatsPerTeam();
        for (int d = 0; d < shape.slots(); d++) {
            int node = plan.destination()[team * shape.slots() + d];
            distance =
                    node < 0 ? distance : Math.max(distance, out.classOf(node).words());
        }
        return distance;
    }

    private void readWord(int programWord, int level, int runStep, int round, int team) {
        int unitsBusy = 0;
        for (int port = 0; port < shape.ports(); port++) {
            int entry = image.program()[programWord * shape.ports() + port];
            int slot = EngineImage.entrySlot(entry);
            if (slot == shape.slots()) {
                continue;
            }
            if (slot > shape.slots()) {
                check(false, "entry for slot " + slot);
            }
            ReadFormat c = phase.config().inputClasses().get(EngineImage.entryClass(entry));
            if (stage.dense()) {
                int unit = port % shape.denseUnits();
                check((unitsBusy >> unit & 1) == 0, "two ports of one dense unit");
                unitsBusy |= 1 << unit;
                if (slot != round * shape.denseUnits() + unit) {
                    check(false, "dense entry of slot " + slot + " in round " + round);
                }
            }
            // a dense unit takes the planes of a word in several steps
            boolean active = c.activeAt(level, stage.dense() ? shape.densePlanes() : c.fold());
            int above = level - c.firstPlane();
            if (!active || stage.dense() && above >= bitsOf(team, slot)) {
                continue;
            }
            long address = EngineImage.entryBase(entry)
                    + phase.config().readOffsetWords()
                    + above / c.fold()
                    + (long) (stage.dense() ? runStep * phase.config().blockStrideWords() : 0);
            if (readCount == reads.length) {
                reads = Arrays.copyOf(reads, 2 * readCount);
            }
            if (weightRows == null) {
                reads[readCount++] = key(slot, port, address, level, stage.dense() ? runStep : 0);
            } else {
                long inBlock = address - blockStart();
                reads[readCount++] = key(slot, 0, weightRows.wordAt(port, inBlock), level, 0);
            }
        }
    }

    /** Planes that a dense unit finds in a row; it may pass over higher ones, which hold 0. */
    private int bitsOf(int team, int slot) {
        int node = plan.destination()[team * shape.slots() + slot];
        return node < 0 ? 0 : in.classOf(node).bits();
    }

    private long blockStart() {
        return in.baseWords() + (long) phase.outputBlock() * in.blockStrideWords();
    }

    private static long key(int slot, int bank, long address, int level, int set) {
        return (long) slot << 56 | (long) bank << 46 | address << 16 | (long) level << 8 | set;
    }

    private void endTeam(int team, int step) {
        check(plan.lastStep()[team] == step, "team " + team + " ends in step " + step);
        expectedCount = 0;
        for (int d = 0; d < shape.slots(); d++) {
            int node = plan.destination()[team * shape.slots() + d];
            int descriptor = descriptor(team, d);
            check(EngineImage.descriptorValid(descriptor) == node >= 0, "team " + team + " slot " + d + " validity");
            if (node >= 0) {
                expect(node, d);
                checkWrite(node, d, descriptor);
            }
        }
        Arrays.sort(reads, 0, readCount);
        Arrays.sort(expected, 0, expectedCount);
        check(
                Arrays.equals(reads, 0, readCount, expected, 0, expectedCount),
                "team " + team + " reads " + readCount + " words, not the " + expectedCount + " of its terms");
        readCount = 0;
    }

    private int descriptor(int team, int slot) {
        return image.descriptors()[(plan.beatStart() + team * shape.beatsPerTeam()) * shape.requantGroups() + slot];
    }

    private void expect(int node, int slot) {
        if (stage.dense()) {
            check(in.engine()[node] == engine, "row " + node + " is read by another engine than its owner");
            for (int set = 0; set < in.blocks(); set++) {
                for (int plane = 0; plane < in.classOf(node).bits(); plane += shape.densePlanes()) {
                    long address = in.baseWords()
                            + (long) set * in.blockStrideWords()
                            + in.address()[node]
                            + plane / in.fold();
                    addExpected(key(slot, in.bank()[node], address, plane, set));
                }
            }
            return;
        }
        long limit = (1L << (shape.accumulatorBits() - 1)) - 1;
        long largest = 0;
        Terms t = stage.terms();
        for (int k = t.rowStart()[node]; k < t.rowStart()[node + 1]; k++) {
            int u = t.source()[k];
            TensorFormat format = work.tensors().get(stage.input());
            int first = format.exponents()[u] + t.shiftOf(k) + (format.signed() && format.bits()[u] == 1 ? 1 : 0);
            largest += ((1L << format.bits()[u]) - 1) << first;
            long base = blockStart() + in.address()[u];
            int lowest = first - in.classOf(u).shift();
            for (int w = 0; w * in.fold() < format.bits()[u]; w++) {
                int level = lowest + w * in.fold();
                addExpected(
                        weightRows == null
                                ? key(slot, in.bank()[u], base + w, level, 0)
                                : key(slot, 0, weightRows.word(u, w), level, 0));
            }
        }
        check(largest <= limit, "row " + node + " may sum to " + largest + ", the accumulator holds " + limit);
    }

    private void addExpected(long key) {
        if (expectedCount == expected.length) {
            expected = Arrays.copyOf(expected, 2 * expectedCount);
        }
        expected[expectedCount++] = key;
    }

    private void checkWrite(int node, int slot, int descriptor) {
        RowClass c = phase.config().outputClasses().get(EngineImage.descriptorClass(descriptor));
        check(c.equals(out.classOf(node)), "row " + node + " is written with another format");
        int select = EngineImage.descriptorBankSelect(descriptor);
        int bank = phase.config().local()
                ? select * shape.slots() + slot
                : (select * shape.engines() + engine) * shape.slots() + slot;
        check(bank == out.bank()[node] && engine == out.engine()[node], "row " + node + " goes to bank " + bank);
        int address = out.baseWords() + phase.outputBlock() * out.blockStrideWords() + out.address()[node];
        check(pointer[bank] == address, "row " + node + " is written at " + pointer[bank] + ", not " + address);
        pointer[bank] += c.words();
        int index = EngineImage.descriptorTableIndex(descriptor);
        check(
                design.multipliers()[index]
                        == work.tensors().get(stage.output()).multipliers()[node],
                "multiplier of row " + node);
        long correction = 0;
        if (!stage.dense()) {
            Terms t = stage.terms();
            TensorFormat format = work.tensors().get(stage.input());
            for (int k = t.rowStart()[node]; format.signed() && k < t.rowStart()[node + 1]; k++) {
                int u = t.source()[k];
                int beta = format.bits()[u] == 1 ? 1 : 1 << (format.bits()[u] - 1);
                correction += (long) beta << format.exponents()[u] + t.shiftOf(k);
            }
        }
        check(design.corrections()[index] == correction, "correction of row " + node);
    }

    private void check(boolean holds, String message) {
        if (!holds && findings.size() <= 20) {
            findings.add(phase.name() + ": engine " + engine + ": " + message);
        }
    }
}
