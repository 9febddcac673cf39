// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The accelerator from the words of {@code doc/DESIGN.md}, without registers: memories in, events out. It shares no code
 * with the templates and is the measure of the whole accelerator's Verilog.
 */
final class AcceleratorModel {
    /** A write of a row writer. */
    record Event(long cycle, int engine, int slot, boolean local, int bank, int address, long data) {}

    /** One entry of a program word. */
    record Entry(int slot, int inputClass, int base) {}

    /** One run. */
    record Run(int op, boolean last, int shift, int length, int address) {}

    /** One destination descriptor. */
    record Descriptor(boolean valid, int outputClass, int bankSelect, int tableIndex) {}

    /** Configuration of a phase; arrays are indexed by class or lane. */
    record Config(
            boolean dense,
            boolean inputFold2,
            boolean outputFold2,
            boolean local,
            int topLevel,
            int drainCycles,
            int readOffset,
            int blockStride,
            int denseWeightBase,
            int writeBase,
            int[] firstPlane,
            int[] words,
            int[] highest,
            int[] offset,
            int[] exponent,
            boolean[] rounding,
            int[] outputWords,
            long[] bias) {}

    final AcceleratorShape shape;
    List<Config> phases = new ArrayList<>();
    /** [engine][bank][word]. */
    long[][][] banks;
    /** [engine][word][port]. */
    Entry[][][] program;
    /** [engine] runs of all phases. */
    List<List<Run>> runs = new ArrayList<>();
    /** [engine] descriptors, {@code requantGroups} per beat. */
    List<List<Descriptor>> descriptors = new ArrayList<>();

    long[] corrections;
    int[] multipliers;
    /** [engine][set][lane][column]. */
    int[][][][] weights;

    /** Counters after a run: total, then running and waiting per engine. */
    long totalCycles;

    long[] runningCycles;
    long[] waitingCycles;

    AcceleratorModel(AcceleratorShape shape) {
        this.shape = shape;
    }

    /** Executes one run command and returns its events, ordered by cycle, engine and slot. */
    List<Event> run() {
        List<Event> events = new ArrayList<>();
        int[] nextRun = new int[shape.engines()];
        int[] nextBeat = new int[shape.engines()];
        runningCycles = new long[shape.engines()];
        waitingCycles = new long[shape.engines()];
        long start = shape.configWords() + 2L;
        for (Config config : phases) {
            long longest = 0;
            List<Step> steps = new ArrayList<>();
            for (int e = 0; e < shape.engines(); e++) {
                longest = Math.max(longest, expand(e, config, start, nextRun, steps));
            }
            steps.sort(Comparator.comparingLong(Step::cycle));
            execute(config, steps, nextBeat, events);
            start += Math.max(longest + config.drainCycles() + 2, shape.configWords() + 2);
        }
        totalCycles = start;
        events.sort(Comparator.comparingLong(Event::cycle)
                .thenComparingInt(Event::engine)
                .thenComparingInt(Event::slot));
        return events;
    }

    private record Step(
            long cycle, int engine, int address, int level, boolean clear, int shift, boolean last, int block) {}

    private long expand(int engine, Config config, long start, int[] nextRun, List<Step> steps) {
        long cycle = start;
        int level = 0;
        while (true) {
            Run run = runs.get(engine).get(nextRun[engine]++);
            if (run.op() == 3) {
                return cycle - start;
            }
            if (run.op() == 2) {
                cycle += run.length();
                waitingCycles[engine] += run.length();
                continue;
            }
            level = (run.op() == 1 ? config.topLevel() : level) - levels(run.shift());
            for (int i = 0; i < run.length(); i++) {
                boolean last = run.last() && i == run.length() - 1;
                int address = config.dense() ? run.address() : run.address() + i;
                steps.add(new Step(
                        ++cycle, engine, address, level, run.op() == 1 && i == 0, i == 0 ? run.shift() : 0, last, i));
            }
            runningCycles[engine] += run.length();
        }
    }

    private void execute(Config config, List<Step> steps, int[] nextBeat, List<Event> events) {
        int slots = shape.slots();
        int lanes = shape.lanes();
        long[][][] sums = new long[shape.engines()][slots][lanes];
        long[][][] results = new long[shape.engines()][slots][lanes];
        int[] round = new int[shape.engines()];
        int[][][] pointers = new int[shape.engines()][slots][shape.localBanksPerSlot()];
        for (int[][] engine : pointers) {
            for (int[] slot : engine) {
                Arrays.fill(slot, config.writeBase());
            }
        }
        List<Event> pending = new ArrayList<>();
        for (Step step : steps) {
            int e = step.engine();
            commit(pending, step.cycle() + 1);
            long[][] terms = config.dense() ? denseTerms(config, step) : gatherTerms(config, step);
            for (int s = 0; s < slots; s++) {
                for (int f = 0; f < lanes; f++) {
                    sums[e][s][f] = (step.clear() ? 0 : sums[e][s][f] << levels(step.shift())) + terms[s][f];
                }
            }
            if (!step.last()) {
                continue;
            }
            int units = config.dense() ? shape.denseUnits() : slots;
            for (int u = 0; u < units; u++) {
                results[e][round[e] * units + u] = sums[e][u].clone();
            }
            round[e] = (round[e] + 1) % (slots / units);
            if (round[e] == 0) {
                requantize(config, step, results[e], nextBeat, pointers[e], pending, events);
            }
        }
        commit(pending, Long.MAX_VALUE);
    }

    /** Applies the writes up to a cycle; a read sees the writes of earlier cycles. */
    private void commit(List<Event> pending, long cycle) {
        pending.removeIf(event -> {
            if (event.cycle() > cycle) {
                return false;
            }
            for (int e = 0; e < shape.engines(); e++) {
                if (!event.local() || e == event.engine()) {
                    banks[e][event.bank()][event.address()] = event.data();
                }
            }
            return true;
        });
    }

    /** Levels that a shift field means: 3 is a whole word where a word has several planes. */
    private int levels(int shiftField) {
        return shiftField == 3 && shape.planes() > 1 ? 4 : shiftField;
    }

    private int wordOf(Config config, int inputClass, int level) {
        int fold = shape.planes() * (config.inputFold2() ? 2 : 1);
        int distance = level - config.firstPlane()[inputClass];
        boolean aligned = config.dense() || distance % fold == 0;
        boolean active = distance >= 0 && aligned && distance / fold < config.words()[inputClass];
        return active ? distance / fold : -1;
    }

    private long[][] gatherTerms(Config config, Step step) {
        long[][] terms = new long[shape.slots()][shape.lanes()];
        for (int p = 0; p < shape.ports(); p++) {
            Entry entry = program[step.engine()][step.address()][p];
            int word = wordOf(config, entry.inputClass(), step.level());
            if (entry.slot() == shape.slots() || word < 0) {
                continue;
            }
            long bits = banks[step.engine()][p][entry.base() + config.readOffset() + word];
            for (int f = 0; f < shape.lanes(); f++) {
                for (int plane = 0; plane < shape.planes(); plane++) {
                    terms[entry.slot()][f] += (bits >>> plane * shape.lanes() + f & 1) << plane;
                }
            }
        }
        return terms;
    }

    private long[][] denseTerms(Config config, Step step) {
        long[][] terms = new long[shape.slots()][shape.lanes()];
        for (int p = 0; p < shape.ports(); p++) {
            Entry entry = program[step.engine()][step.address()][p];
            int word = wordOf(config, entry.inputClass(), step.level());
            if (entry.slot() == shape.slots() || word < 0) {
                continue;
            }
            int address = entry.base() + config.readOffset() + word + step.block() * config.blockStride();
            long bits = banks[step.engine()][p][address];
            int first = step.level() % shape.planes() / shape.densePlanes() * shape.densePlanes();
            int[][] set = weights[step.engine()][config.denseWeightBase() + step.block()];
            for (int j = 0; j < shape.denseColumns(); j++) {
                for (int f = 0; f < shape.lanes(); f++) {
                    for (int k = 0; k < shape.densePlanes(); k++) {
                        int plane = first + k;
                        terms[p % shape.denseUnits()][j] += ((bits >>> plane * shape.lanes() + f & 1) << k) * set[f][j];
                    }
                }
            }
        }
        return terms;
    }

    private void requantize(
            Config config,
            Step step,
            long[][] results,
            int[] nextBeat,
            int[][] pointers,
            List<Event> pending,
            List<Event> events) {
        int e = step.engine();
        int groups = shape.requantGroups();
        for (int beat = 0; beat < shape.beatsPerTeam(); beat++) {
            for (int q = 0; q < groups; q++) {
                Descriptor descriptor = descriptors.get(e).get(nextBeat[e] * groups + q);
                int slot = beat * groups + q;
                if (slot >= shape.slots() || !descriptor.valid()) {
                    continue;
                }
                int[] codes = codes(config, descriptor, results[slot]);
                int owner = config.local() ? slot : e * shape.slots() + slot;
                int stride = config.local() ? shape.slots() : shape.engines() * shape.slots();
                int bank = descriptor.bankSelect() * stride + owner;
                int wordCount = config.outputWords()[descriptor.outputClass()];
                if (wordCount > 8) {
                    // shifted within its only word
                    for (int f = 0; f < codes.length; f++) {
                        codes[f] <<= wordCount - 8;
                    }
                    wordCount = 1;
                }
                for (int w = 0; w < wordCount; w++) {
                    int address = pointers[slot][descriptor.bankSelect()]++;
                    long data = planes(config, codes, w);
                    Event event = new Event(
                            step.cycle() + 19 + (config.dense() ? 2 : 0) + beat + w,
                            e,
                            slot,
                            config.local(),
                            bank,
                            address,
                            data);
                    pending.add(event);
                    events.add(event);
                }
            }
            nextBeat[e]++;
        }
    }

    private int[] codes(Config config, Descriptor descriptor, long[] sums) {
        int lanes = shape.lanes();
        int half = lanes / 2;
        int c = descriptor.outputClass();
        int[] codes = new int[lanes];
        for (int f = 0; f < lanes; f++) {
            long y = sums[f];
            if (config.inputFold2()) {
                y = f < half ? sums[f] + (sums[f + half] << shape.planes()) : 0;
            }
            int unusedBits = 64 - shape.accumulatorBits();
            long difference = (y - corrections[descriptor.tableIndex()]) << unusedBits >> unusedBits;
            int shift = shape.requantShift() + config.exponent()[c];
            long u = difference * multipliers[descriptor.tableIndex()] + config.bias()[f];
            long code = (u + (config.rounding()[c] ? 1L << (shift - 1) : 0) >> shift) + config.offset()[c];
            codes[f] = (int) Math.max(0, Math.min(config.highest()[c], code));
        }
        return codes;
    }

    private long planes(Config config, int[] codes, int word) {
        int half = shape.lanes() / 2;
        long data = 0;
        for (int bit = 0; bit < shape.wordBits(); bit++) {
            int lane = bit % shape.lanes();
            int within = bit / shape.lanes();
            int plane = word * shape.planes() + within;
            int feature = lane;
            if (config.outputFold2()) {
                plane = 2 * word * shape.planes() + within + (lane >= half ? shape.planes() : 0);
                feature = lane % half;
            }
            data |= (long) (plane > 7 ? 0 : codes[feature] >>> plane & 1) << bit;
        }
        return data;
    }
}
