// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.EnginePlan;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks a design against the workload it was made from, whoever made it, by walking through the engines' memories as
 * the hardware does. Shares no code with the scheduler.
 */
public final class DesignVerifier {
    private static final int ENOUGH_FINDINGS = 20;

    private final Design design;
    private final Workload work;
    private final AcceleratorShape shape;
    private final List<String> findings = new ArrayList<>();

    private DesignVerifier(Design design, Workload work) {
        this.design = design;
        this.work = work;
        this.shape = design.shape();
    }

    /** Empty if the design does what the workload says; otherwise the first findings, one line each. */
    public static List<String> verify(Design design, Workload work) {
        DesignVerifier v = new DesignVerifier(design, work);
        v.run();
        return v.findings;
    }

    private void run() {
        checkRegions();
        checkMemories();
        checkWeightRows();
        if (!findings.isEmpty()) {
            return;
        }
        WeightRowIdentity weightRows = new WeightRowIdentity(design);
        long start = shape.configWords() + 2L;
        int[] runAt = new int[shape.engines()];
        int[] beatAt = new int[shape.engines()];
        int next = 0;
        for (Stage stage : work.stages()) {
            int blocks = design.tensors().get(stage.output()).blocks();
            for (int block = 0; block < blocks; block++, next++) {
                if (next >= design.phases().size()) {
                    fail("phase " + next + " is missing");
                    return;
                }
                Phase phase = design.phases().get(next);
                checkConfig(phase, stage, block);
                for (int e = 0; e < shape.engines(); e++) {
                    EnginePlan plan = phase.engines().get(e);
                    check(plan.runStart() == runAt[e], phase, e, "runs do not follow the previous phase");
                    check(plan.beatStart() == beatAt[e], phase, e, "beats do not follow the previous phase");
                    runAt[e] = plan.runEnd();
                    beatAt[e] = plan.beatStart() + plan.teams() * shape.beatsPerTeam();
                    new EngineWalk(design, work, stage, phase, e, weightRows, findings).walk();
                }
                checkRowsWritten(phase, stage);
                long cycles =
                        Math.max(phase.longestSteps() + phase.config().drainCycles() + 2L, shape.configWords() + 2L);
                check(phase.startCycle() == start, phase, -1, "starts in " + phase.startCycle() + " not " + start);
                check(phase.cycles() == cycles, phase, -1, "takes " + phase.cycles() + " cycles, not " + cycles);
                start += cycles;
                if (findings.size() > ENOUGH_FINDINGS) {
                    return;
                }
            }
        }
        check(next == design.phases().size(), null, -1, "there are more phases than stages and blocks");
        check(design.predictedCycles() == start, null, -1, "predicts " + design.predictedCycles() + ", not " + start);
    }

    private void checkRowsWritten(Phase phase, Stage stage) {
        int rows = work.tensors().get(stage.output()).rows();
        int[] times = new int[rows];
        for (EnginePlan plan : phase.engines()) {
            for (int node : plan.destination()) {
                if (node >= 0) {
                    times[node]++;
                }
            }
        }
        for (int v = 0; v < rows; v++) {
            if (times[v] != 1) {
                check(false, phase, -1, "row " + v + " is written " + times[v] + " times");
            }
        }
    }

    /** Rows of one tensor do not overlap, tensors that are needed at the same time neither, all within the banks. */
    private void checkRegions() {
        int n = design.tensors().size();
        int[] from = new int[n];
        int[] to = new int[n];
        for (int s = 0; s < work.stages().size(); s++) {
            from[work.stages().get(s).output()] = s;
            to[work.stages().get(s).input()] = s;
        }
        to[n - 1] = work.stages().size();
        for (int a = 0; a < n; a++) {
            StoredTensor t = design.tensors().get(a);
            check(end(t) <= shape.bankWords(), null, -1, t.name() + " ends at word " + end(t));
            checkRows(t, work.tensors().get(a), a == 0);
            for (int b = 0; b < a; b++) {
                StoredTensor o = design.tensors().get(b);
                boolean together = from[a] <= to[b] && from[b] <= to[a];
                boolean overlap = t.baseWords() < end(o) && o.baseWords() < end(t);
                check(!(together && overlap), null, -1, t.name() + " overlaps " + o.name());
            }
        }
    }

    private static long end(StoredTensor t) {
        return t.baseWords() + (long) t.blocks() * t.blockStrideWords();
    }

    /** Tensor 0 may hold copies of rows behind the rows of the workload. */
    private void checkWeightRows() {
        StoredTensor t = design.tensors().get(0);
        int given = work.weightRows().length;
        check(t.rows() >= work.tensors().get(0).rows(), null, -1, "weight rows are missing");
        check(design.weightRows().length == t.rows() * t.features(), null, -1, "weight codes do not match the rows");
        check(
                design.weightRows().length >= given
                        && Arrays.equals(design.weightRows(), 0, given, work.weightRows(), 0, given),
                null,
                -1,
                "weight codes are not the workload's");
    }

    private void checkRows(StoredTensor t, TensorFormat format, boolean copies) {
        check(copies || t.rows() == format.rows(), null, -1, t.name() + ": " + t.rows() + " rows");
        if (t.rows() < format.rows()) {
            return;
        }
        // the host stores the rows of tensor 0
        int mostShift = copies ? AcceleratorShape.MOST_ROW_SHIFT : shape.rowShiftMax();
        long[] key = new long[t.rows()];
        for (int row = 0; row < t.rows(); row++) {
            RowClass c = t.classOf(row);
            check(
                    (row >= format.rows() || c.bits() == format.bits()[row] && c.exponent() == format.exponents()[row])
                            && c.signed() == format.signed()
                            && c.fold() == t.fold(),
                    null,
                    -1,
                    t.name() + ": row " + row + " has another format than the workload's");
            boolean oneWord = c.bits() + c.shift() <= c.fold();
            check(
                    c.shift() == 0 || c.shift() <= mostShift && oneWord,
                    null,
                    -1,
                    t.name() + ": row " + row + " is stored " + c.shift() + " planes up");
            int copy = t.replicated() ? 0 : t.engine()[row];
            key[row] = ((long) copy << 16 | t.bank()[row]) << 40 | (long) t.address()[row] << 8 | c.words();
            check(t.address()[row] + c.words() <= t.blockStrideWords(), null, -1, t.name() + ": row outside its block");
            check(t.bank()[row] < shape.ports(), null, -1, t.name() + ": row in bank " + t.bank()[row]);
        }
        Arrays.sort(key);
        for (int i = 1; i < key.length; i++) {
            boolean sameBank = key[i] >>> 40 == key[i - 1] >>> 40;
            long end = (key[i - 1] >>> 8 & 0xFFFFFFFFL) + (key[i - 1] & 0xFF);
            check(!sameBank || (key[i] >>> 8 & 0xFFFFFFFFL) >= end, null, -1, t.name() + ": rows overlap");
        }
    }

    private void checkMemories() {
        for (int e = 0; e < shape.engines(); e++) {
            EngineImage image = design.engineImages().get(e);
            check(image.program().length <= (long) shape.programWords() * shape.ports(), null, e, "program too long");
            check(image.runs().length <= shape.runWords(), null, e, "too many runs");
            check(image.descriptors().length <= shape.beatWords() * shape.requantGroups(), null, e, "too many beats");
        }
        check(design.multipliers().length <= shape.tableWords(), null, -1, "table too long");
        check(design.phases().size() <= shape.phases(), null, -1, "too many phases");
        check(design.denseWeights().length <= shape.denseWeightWords(), null, -1, "too many weight sets");
        long limit = 1L << (shape.accumulatorBits() - 1);
        for (long c : design.corrections()) {
            check(c >= 0 && c < limit, null, -1, "correction " + c + " is wider than the accumulator");
        }
        for (int m : design.multipliers()) {
            check(m >= 0 && m < 1 << AcceleratorShape.MULTIPLIER_BITS, null, -1, "multiplier " + m);
        }
    }

    private void checkConfig(Phase phase, Stage stage, int block) {
        PhaseConfig c = phase.config();
        StoredTensor in = design.tensors().get(stage.input());
        StoredTensor out = design.tensors().get(stage.output());
        check(phase.input() == stage.input() && phase.output() == stage.output(), phase, -1, "other tensors");
        check(phase.outputBlock() == block, phase, -1, "writes block " + phase.outputBlock() + ", not " + block);
        check(c.dense() == stage.dense(), phase, -1, "dense flag");
        check(c.local() == !out.replicated(), phase, -1, "local flag");
        check(
                c.inputFold2() == (in.fold() > shape.planes()) && c.outputFold2() == (out.fold() > shape.planes()),
                phase,
                -1,
                "fold flags");
        check(
                c.inputClasses().size() <= shape.inputClasses()
                        && c.outputClasses().size() <= shape.outputClasses(),
                phase,
                -1,
                "more row formats than the shape has");
        check(c.outputClasses().equals(out.classes()), phase, -1, "output formats are not the tensor's");
        int rowWords = out.classes().stream().mapToInt(RowClass::words).max().orElse(1);
        // a dense unit has two stages more than gather lanes
        int pipeline = stage.dense() ? 17 : 15;
        check(c.drainCycles() == pipeline + shape.beatsPerTeam() + rowWords, phase, -1, "drain cycles");
        check(c.topLevel() < 32 && c.drainCycles() < 256, phase, -1, "configuration field too narrow");
        check(
                c.writeBaseWords() == out.baseWords() + block * out.blockStrideWords(),
                phase,
                -1,
                "write base " + c.writeBaseWords());
        int perBlock = shape.wordBits() / out.fold();
        for (int lane = 0; lane < shape.lanes(); lane++) {
            int feature = block * perBlock + lane;
            long bias = lane < perBlock && feature < out.features()
                    ? work.tensors().get(stage.output()).bias()[feature]
                    : 0;
            check(c.bias().get(lane) == bias, phase, -1, "bias of lane " + lane);
            long limit = 1L << (shape.biasBits() - 1);
            check(bias >= -limit && bias < limit, phase, -1, "bias of lane " + lane + " is too wide");
        }
        if (stage.dense()) {
            checkDenseWeights(phase, stage, in, out, perBlock);
        }
    }

    private void checkDenseWeights(Phase phase, Stage stage, StoredTensor in, StoredTensor out, int perBlock) {
        for (int set = 0; set < in.blocks(); set++) {
            byte[] weights = design.denseWeights()[phase.config().denseWeightBase() + set];
            for (int at = 0; at < weights.length; at++) {
                int i = set * shape.lanes() + at / shape.denseColumns();
                int column = at % shape.denseColumns();
                int f = phase.outputBlock() * perBlock + column;
                boolean used = i < in.features() && column < perBlock && f < out.features();
                int expected = used ? stage.weights()[i * out.features() + f] : 0;
                check(weights[at] == expected, phase, -1, "stationary weight " + set + "/" + at);
            }
        }
    }

    private void check(boolean holds, @Nullable Phase phase, int engine, String message) {
        if (!holds) {
            fail((phase == null ? "" : phase.name() + ": ") + (engine < 0 ? "" : "engine " + engine + ": ") + message);
        }
    }

    private void fail(String message) {
        if (findings.size() <= ENOUGH_FINDINGS) {
            findings.add(message);
        }
    }
}
