// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.sim.event.EventLog;
import io.bitknit.sim.event.EventLogBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Executes a design without stepping cycles. What the memories of the design make the hardware do is resolved once,
 * when the simulator is made: which rows each destination sums, where its words go and in which cycle. Each run then
 * computes all values and words again.
 *
 * <p>Not for several threads at once.
 */
public final class CycleSimulator {
    private final Design design;
    private final AcceleratorShape shape;
    private final RowTable rows;
    private final EventLog schedule;
    private final int[] wordOfEvent;
    private final PhasePlan[] plans;
    private final int[][] rowWords;
    private final DenseProducts[] products;
    private final BitSums bitSums;
    private final PackedRows packed;
    private final long[] words;
    private final SumBatch batch;
    private final int[] copyPhase;
    private final long cycles;
    private final List<SimulationResult.Counters> counters;

    private CycleSimulator(Design design) {
        this.design = design;
        this.shape = design.shape();
        this.rows = new RowTable(shape.engines(), shape.ports());
        List<long[]> initialCodes = new ArrayList<>();
        List<Integer> initialRows = new ArrayList<>();
        placeWeightRows(initialRows, initialCodes);
        int firstEventWord = rows.words();

        EventLogBuilder events = new EventLogBuilder(shape.slots());
        PhasePlanner planner = new PhasePlanner(design, rows, events);
        List<PhasePlan> planned = new ArrayList<>();
        long cycle = shape.configWords() + 2L;
        for (Phase phase : design.phases()) {
            PhasePlanner.PlannedPhase next = planner.plan(phase, cycle);
            planned.add(next.plan());
            cycle = next.end();
        }
        this.cycles = cycle;
        this.counters = counters(planner);
        this.schedule = events.build();
        this.wordOfEvent = events.sortedOrder();
        for (int i = 0; i < wordOfEvent.length; i++) {
            wordOfEvent[i] += firstEventWord;
        }

        this.packed = new PackedRows(shape.lanes(), rows.rows() + rows.copies());
        this.words = new long[rows.words()];
        this.batch = new SumBatch(shape);
        this.bitSums = new BitSums(shape, design.denseWeights());
        this.plans = planned.toArray(new PhasePlan[0]);
        this.rowWords = new int[plans.length][];
        this.products = new DenseProducts[plans.length];
        for (int i = 0; i < plans.length; i++) {
            finish(i);
        }
        this.copyPhase = copyPhases();
        loadWeightRows(initialRows, initialCodes);
    }

    /** Resolves a design; runs of the result share everything that does not depend on data. */
    public static CycleSimulator prepare(Design design) {
        return new CycleSimulator(design);
    }

    /** Prepares and runs once. */
    public static SimulationResult run(Design design) {
        return prepare(design).run();
    }

    /** Runs once and lists the events. */
    public SimulationResult run() {
        compute();
        long[] word = new long[wordOfEvent.length];
        for (int i = 0; i < word.length; i++) {
            word[i] = words[wordOfEvent[i]];
        }
        EventLog events = new EventLog(
                schedule.cycle(),
                schedule.engine(),
                schedule.slot(),
                schedule.local(),
                schedule.bank(),
                schedule.address(),
                word);
        return new SimulationResult(cycles, events, StoredRows.read(design, design.scores(), this::wordAt), counters);
    }

    /** Runs once without listing events; all sums, codes and bank words are computed. Returns the cycles. */
    public long runWithoutEvents() {
        compute();
        return cycles;
    }

    /** Counters of the engines, which no data changes. */
    public List<SimulationResult.Counters> counters() {
        return counters;
    }

    /** Word of a bank after the last run; 0 if the design never writes it. */
    public long wordAt(int engine, int bank, int address) {
        int word = rows.wordAt(engine, bank, address);
        return word < 0 ? 0 : words[word];
    }

    private void placeWeightRows(List<Integer> initialRows, List<long[]> initialCodes) {
        StoredTensor weights = design.tensors().get(0);
        for (int block = 0; block < weights.blocks(); block++) {
            for (int r = 0; r < weights.rows(); r++) {
                var rowClass = weights.classOf(r);
                int row = rows.add(rowClass.storedBits(), weights.fold(), rowClass.words());
                int address = weights.baseWords() + block * weights.blockStrideWords() + weights.address()[r];
                int from = weights.replicated() ? 0 : weights.engine()[r];
                int to = weights.replicated() ? shape.engines() : from + 1;
                for (int engine = from; engine < to; engine++) {
                    rows.place(row, engine, weights.bank()[r], address);
                }
                initialRows.add(row);
                initialCodes.add(StoredRows.codes(design, r, block));
            }
        }
    }

    private void loadWeightRows(List<Integer> initialRows, List<long[]> initialCodes) {
        StoredTensor weights = design.tensors().get(0);
        int groups = (shape.wordBits() / weights.fold() + 7) / 8;
        int[] firstWord = new int[1];
        for (int i = 0; i < initialRows.size(); i++) {
            int row = initialRows.get(i);
            batch.load(0, initialCodes.get(i));
            batch.storeValues(0, groups, packed, row * packed.longsPerRow, rows.shift(row));
            firstWord[0] = rows.firstWord(row);
            batch.storeWords(weights.fold(), rows.wordCount(row), firstWord, 0, 1, words);
        }
        copyRows(-1);
    }

    /** Places become indices of longs; copies lie behind all rows. */
    private void finish(int index) {
        PhasePlan plan = plans[index];
        int[] place = plan.place();
        for (int t = 0; t < place.length; t++) {
            int slot = place[t] >= 0 ? place[t] : rows.rows() + (-1 - place[t]);
            place[t] = slot * packed.longsPerRow;
        }
        rowWords[index] = Arrays.stream(plan.row()).map(rows::firstWord).toArray();
        if (plan.config().dense()) {
            products[index] = new DenseProducts(
                    shape.lanes(),
                    shape.denseColumns(),
                    shape.denseWeightBits(),
                    plan.wideProducts(),
                    design.denseWeights());
        }
    }

    /** Phase after which each copy is made; -1 for rows that the host loads. */
    private int[] copyPhases() {
        int[] phase = new int[rows.copies()];
        for (int c = 0; c < phase.length; c++) {
            phase[c] = -1;
            for (int i = 0; i < plans.length && rows.copySource(c) >= plans[i].firstRow(); i++) {
                phase[c] = i;
            }
        }
        return phase;
    }

    private void copyRows(int afterPhase) {
        for (int c = 0; c < copyPhase.length; c++) {
            if (copyPhase[c] == afterPhase) {
                int source = rows.copySource(c);
                packed.copy(
                        source * packed.longsPerRow,
                        (rows.rows() + c) * packed.longsPerRow,
                        rows.shift(source),
                        rows.copyShift(c));
            }
        }
    }

    private void compute() {
        for (int i = 0; i < plans.length; i++) {
            int from = 0;
            while (from < plans[i].destinations()) {
                int count = batchSize(plans[i], from);
                sum(plans[i], products[i], from, count);
                batch.requantize(plans[i], from, count);
                store(plans[i], rowWords[i], from, count);
                from += count;
            }
            copyRows(i);
        }
    }

    /** A batch has one output class. */
    private static int batchSize(PhasePlan plan, int from) {
        int limit = Math.min(plan.destinations(), from + SumBatch.ROWS);
        int end = from + 1;
        while (end < limit && plan.outputClass()[end] == plan.outputClass()[from]) {
            end++;
        }
        return end - from;
    }

    private void sum(PhasePlan plan, DenseProducts dense, int from, int count) {
        int[] sums = batch.lanes;
        for (int i = 0; i < count; i++) {
            int[] bits = plan.bits()[from + i];
            if (bits != null) {
                bitSums.sum(plan, bits, words, sums, i);
            } else if (dense != null) {
                dense.sum(plan, from + i, packed, sums, i);
            } else {
                packed.gather(plan, from + i, sums, i);
            }
        }
    }

    private void store(PhasePlan plan, int[] firstWord, int from, int count) {
        int fold = shape.planes() * (plan.config().outputFold2() ? 2 : 1);
        int groups = (shape.wordBits() / fold + 7) / 8;
        for (int i = 0; i < count; i++) {
            int row = plan.row()[from + i];
            batch.storeValues(i, groups, packed, row * packed.longsPerRow, rows.shift(row));
        }
        batch.storeWords(fold, plan.classOf(from).words(), firstWord, from, count, words);
    }

    private List<SimulationResult.Counters> counters(PhasePlanner planner) {
        List<SimulationResult.Counters> list = new ArrayList<>();
        for (int engine = 0; engine < shape.engines(); engine++) {
            long running = planner.runningSteps[engine];
            long waiting = planner.idleSteps[engine];
            list.add(new SimulationResult.Counters(running, waiting, cycles - running - waiting));
        }
        return list;
    }
}
