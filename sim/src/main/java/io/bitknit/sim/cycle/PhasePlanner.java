// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.sim.event.EventLogBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Resolves the phases of a design one after the other, as the hardware would run them: the memories' contents decide,
 * not the plans that the schedule keeps beside them.
 */
final class PhasePlanner {
    /** Largest sum that a 16-bit field of packed values holds. */
    private static final int FIELD_MAX = 0xFFFF;

    private static final long WIDE_FIELD_MAX = 0xFFFFFFFFL;

    private final Design design;
    private final AcceleratorShape shape;
    private final RowTable rows;
    private final EventLogBuilder events;
    private final int[] runCursor;
    private final int[] beatCursor;

    /** Steps per engine that added, and that were IDLE runs, over all phases. */
    final long[] runningSteps;

    final long[] idleSteps;

    PhasePlanner(Design design, RowTable rows, EventLogBuilder events) {
        this.design = design;
        this.shape = design.shape();
        this.rows = rows;
        this.events = events;
        this.runCursor = new int[shape.engines()];
        this.beatCursor = new int[shape.engines()];
        this.runningSteps = new long[shape.engines()];
        this.idleSteps = new long[shape.engines()];
    }

    /** Plan of the next phase, whose start pulse is in cycle {@code start}. */
    PlannedPhase plan(Phase phase, long start) {
        Building building = new Building(phase, start);
        int longest = 0;
        for (int engine = 0; engine < shape.engines(); engine++) {
            EngineImage image = design.engineImages().get(engine);
            StepList steps = StepList.unroll(shape, phase, engine, image, runCursor[engine]);
            runCursor[engine] = steps.nextRun();
            runningSteps[engine] += steps.steps() - steps.idleSteps();
            idleSteps[engine] += steps.idleSteps();
            longest = Math.max(longest, steps.steps());
            building.engine(engine, image, steps);
        }
        int restart = shape.configWords() + 2;
        int work = longest + phase.config().drainCycles() + AcceleratorShape.PHASE_OVERHEAD_CYCLES;
        return new PlannedPhase(building.finish(), start + Math.max(work, restart));
    }

    /**
     * @param plan what the phase computes
     * @param end cycle of the next start pulse, or of the done pulse
     */
    record PlannedPhase(PhasePlan plan, long end) {}

    private final class Building {
        private final PhaseConfig config;
        private final Phase phase;
        private final long start;
        private final int firstRow = rows.rows();
        private final IntList segmentStart = new IntList();
        private final IntList segmentEnd = new IntList();
        private final IntList place = new IntList();
        private final IntList weightSet = new IntList();
        private final List<int[]> bits = new ArrayList<>();
        private final IntList multiplier = new IntList();
        private final IntList correction = new IntList();
        private final IntList outputClass = new IntList();
        private final List<int[]> placements = new ArrayList<>();
        private final long weightBound;
        private boolean wideProducts;
        private long largestSum;

        Building(Phase phase, long start) {
            this.phase = phase;
            this.config = phase.config();
            this.start = start;
            this.weightBound = shape.lanes() * ((1L << shape.denseWeightBits()) + 1);
            segmentStart.add(0);
        }

        void engine(int engine, EngineImage image, StepList steps) {
            TermCollector terms = new TermCollector(shape, config, image, steps, rows, engine);
            int rounds = config.dense() ? shape.slots() / shape.denseUnits() : 1;
            int receivers = config.dense() ? shape.denseUnits() : shape.slots();
            int[] pointer = new int[shape.slots() << shape.bankSelectBits()];
            Arrays.fill(pointer, config.writeBaseWords());
            for (int team = 0; team < steps.groups() / rounds; team++) {
                int lastStep = steps.groupLastStep()[team * rounds + rounds - 1];
                for (int round = 0; round < rounds; round++) {
                    terms.collect(team * rounds + round);
                    for (int r = 0; r < receivers; r++) {
                        int slot = round * receivers + r;
                        int descriptor = descriptor(engine, image, slot);
                        if (EngineImage.descriptorValid(descriptor)) {
                            sum(terms, team * rounds + round, r);
                            write(engine, slot, descriptor, start + lastStep, pointer);
                        }
                    }
                }
                beatCursor[engine] += shape.beatsPerTeam();
            }
        }

        private int descriptor(int engine, EngineImage image, int slot) {
            int index = (beatCursor[engine] + slot / shape.requantGroups()) * shape.requantGroups()
                    + slot % shape.requantGroups();
            if (index >= image.descriptors().length) {
                throw malformed("engine " + engine + " has more teams than its descriptors");
            }
            return image.descriptors()[index];
        }

        private void sum(TermCollector terms, int group, int receiver) {
            boolean asBits = terms.broken[receiver];
            largestSum = Math.max(
                    largestSum,
                    asBits ? Long.MAX_VALUE >> 32 : terms.bound[receiver] * (config.dense() ? weightBound : 1));
            if (config.dense() && !asBits) {
                long products = terms.bound[receiver] * weightBound;
                wideProducts |= products > FIELD_MAX;
                asBits = products > WIDE_FIELD_MAX;
            }
            bits.add(asBits ? terms.bits(group, receiver) : null);
            if (!asBits) {
                rows(terms.places[receiver], terms.weightSets[receiver]);
            }
            segmentStart.add(segmentEnd.size());
        }

        private void rows(IntList places, IntList sets) {
            long sum = 0;
            for (int t = 0; t < places.size(); t++) {
                int row = rows.rowOfPlace(places.get(t));
                long largest = (long) rows.highestCode(row) << rows.shiftOfPlace(places.get(t));
                if (!config.dense() && sum + largest > FIELD_MAX) {
                    segmentEnd.add(place.size());
                    sum = 0;
                }
                sum += largest;
                place.add(places.get(t));
                if (config.dense()) {
                    weightSet.add(sets.get(t));
                }
            }
            if (places.size() > 0) {
                segmentEnd.add(place.size());
            }
        }

        private void write(int engine, int slot, int descriptor, long lastStepCycle, int[] pointer) {
            int classIndex = EngineImage.descriptorClass(descriptor);
            int select = EngineImage.descriptorBankSelect(descriptor);
            int table = EngineImage.descriptorTableIndex(descriptor);
            int writers = config.local() ? shape.slots() : shape.engines() * shape.slots();
            int bank = select * writers + (config.local() ? slot : engine * shape.slots() + slot);
            if (classIndex >= config.outputClasses().size()
                    || bank >= shape.ports()
                    || table >= design.multipliers().length) {
                throw malformed("engine " + engine + ", slot " + slot + " has a descriptor with class " + classIndex
                        + ", bank " + bank + ", table index " + table);
            }
            var rowClass = config.outputClasses().get(classIndex);
            int key = slot << shape.bankSelectBits() | select;
            int address = pointer[key];
            int words = rowClass.words();
            pointer[key] += words;
            int row = rows.add(rowClass.storedBits(), shape.planes() * (config.outputFold2() ? 2 : 1), words);
            placements.add(new int[] {row, engine, bank, address});
            long cycle =
                    lastStepCycle + AcceleratorShape.stepToWriteCycles(config.dense()) + slot / shape.requantGroups();
            for (int w = 0; w < words; w++) {
                events.add(Math.toIntExact(cycle + w), engine, slot, config.local(), bank, address + w, 0);
            }
            multiplier.add(design.multipliers()[table]);
            correction.add((int) design.corrections()[table]);
            outputClass.add(classIndex);
        }

        /** Rows become readable after the phase: until its end, readers find what was there before. */
        PhasePlan finish() {
            for (int[] p : placements) {
                int from = config.local() ? p[1] : 0;
                int to = config.local() ? p[1] + 1 : shape.engines();
                for (int engine = from; engine < to; engine++) {
                    rows.place(p[0], engine, p[2], p[3]);
                }
            }
            return ordered();
        }

        private PhasePlan ordered() {
            int count = multiplier.size();
            int[] order = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparingInt(outputClass::get))
                    .mapToInt(Integer::intValue)
                    .toArray();
            IntList starts = new IntList();
            IntList ends = new IntList();
            IntList places = new IntList();
            IntList sets = new IntList();
            starts.add(0);
            for (int d : order) {
                for (int s = segmentStart.get(d); s < segmentStart.get(d + 1); s++) {
                    for (int t = s == 0 ? 0 : segmentEnd.get(s - 1); t < segmentEnd.get(s); t++) {
                        places.add(place.get(t));
                        if (config.dense()) {
                            sets.add(weightSet.get(t));
                        }
                    }
                    ends.add(places.size());
                }
                starts.add(ends.size());
            }
            return new PhasePlan(
                    config,
                    firstRow,
                    Arrays.stream(order).map(d -> firstRow + d).toArray(),
                    starts.toArray(),
                    ends.toArray(),
                    places.toArray(),
                    sets.toArray(),
                    Arrays.stream(order).mapToObj(bits::get).toArray(int[][]::new),
                    Arrays.stream(order).map(multiplier::get).toArray(),
                    Arrays.stream(order).map(correction::get).toArray(),
                    fitsInt(),
                    Arrays.stream(order).map(outputClass::get).toArray(),
                    wideProducts);
        }

        /** Whether {@code (sum - correction) * multiplier + bias + rounding + offset} fits 32 bits for every sum. */
        private boolean fitsInt() {
            long sum = largestSum;
            long factor = 0;
            for (int d = 0; d < multiplier.size(); d++) {
                sum = Math.max(sum, largestSum + Math.abs((long) correction.get(d)));
                factor = Math.max(factor, multiplier.get(d));
            }
            sum = Math.min(sum, 1L << shape.accumulatorBits() - 1);
            long bias = config.bias().stream().mapToLong(Math::abs).max().orElse(0);
            long rounding = 256L << shape.requantShift() + shape.exponentMax();
            return sum * factor + bias + rounding <= Integer.MAX_VALUE;
        }

        private IllegalStateException malformed(String what) {
            return new IllegalStateException("design: phase '" + phase.name() + "': " + what);
        }
    }
}
