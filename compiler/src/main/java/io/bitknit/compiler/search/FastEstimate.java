// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.compiler.search.WorkFacts.StageFacts;
import io.bitknit.hdl.AcceleratorShape;
import java.util.Arrays;

/**
 * Cycles and memory depths of a workload on an accelerator without scheduling it. Gather-sums are taken to need, per
 * team and level, a little more than their entries divided by the ports; the constants are fitted to schedules of Cora
 * with 8 to 32 ports and 4 to 16 slots.
 */
final class FastEstimate {
    /** Words that a team of an aggregation has beyond its entries divided by the ports. */
    private static final double AGGREGATE_SPARE = 0.19;

    private static final double AGGREGATE_SPARE_PER_PORT = 0.023;

    /** With two copies of much-used rows, the sparse combination needs hardly more than its entries. */
    private static final double SPARSE_OVERHEAD = 1.02;

    private final Builder builder;
    private final long cycles;

    private FastEstimate(Builder builder, long cycles) {
        this.builder = builder;
        this.cycles = cycles;
    }

    static FastEstimate of(Workload work, WorkFacts facts, ShapeChoice c) {
        return new Builder(work, facts, c).build();
    }

    long cycles() {
        return cycles;
    }

    /** Depths are estimates. Made when it is asked for: most sizes are dropped for their cycles. */
    AcceleratorShape shape() {
        return builder.shape();
    }

    /** Adds up the stages. */
    private static final class Builder {
        private final Workload work;
        private final WorkFacts facts;
        private final ShapeChoice c;
        private final long teams;
        private final int beats;
        private double cycles;
        private double programWords;
        private double runs;
        private long beatWords;
        private int phases;
        private int denseColumns;
        private int denseWeightBits;
        private int denseSets;
        private boolean fold2;
        private int inputClasses = 1;
        private int gatherShifts;
        private int denseShifts;
        private int rowShiftMax;

        Builder(Workload work, WorkFacts facts, ShapeChoice c) {
            this.work = work;
            this.facts = facts;
            this.c = c;
            this.teams = (facts.nodes() + (long) c.engines() * c.slots() - 1) / ((long) c.engines() * c.slots());
            this.beats = (c.slots() + c.requantGroups() - 1) / c.requantGroups();
        }

        private int fold(int features, boolean denseInput) {
            int fold = denseInput ? c.planes() : c.foldOf(features);
            fold2 |= fold > c.planes();
            return fold;
        }

        private int blocks(int features, int fold) {
            int perBlock = c.featuresPerWord(fold);
            return (features + perBlock - 1) / perBlock;
        }

        FastEstimate build() {
            for (int s = 0; s < facts.stages().size(); s++) {
                StageFacts stage = facts.stages().get(s);
                boolean feedsDense = s + 1 < facts.stages().size()
                        && facts.stages().get(s + 1).dense();
                add(s, stage, fold(stage.outputFeatures(), feedsDense));
            }
            return new FastEstimate(this, (long) cycles + phases + 40);
        }

        private void add(int index, StageFacts stage, int outputFold) {
            int outputBlocks = blocks(stage.outputFeatures(), outputFold);
            rowShiftMax = Math.max(rowShiftMax, stage.outputShift(outputFold));
            int rowWords = (stage.outputBits() + outputFold - 1) / outputFold;
            double gap = Math.max(beats, rowWords);
            double steps;
            int inputFold = fold(stage.inputFeatures(), stage.dense());
            inputClasses = Math.max(inputClasses, stage.inputClasses(inputFold));
            if (stage.dense()) {
                int inputBlocks = blocks(stage.inputFeatures(), c.planes());
                int rounds = c.slots() / c.denseUnits();
                double roundSteps = Math.ceil(stage.inputMeanBits() / c.densePlanes()) * inputBlocks;
                steps = teams * Math.max(gap, rounds * roundSteps);
                denseColumns = Math.max(denseColumns, Math.min(stage.outputFeatures(), c.featuresPerWord(outputFold)));
                denseWeightBits = Math.max(denseWeightBits, stage.weightBits());
                denseSets += inputBlocks * outputBlocks;
                denseShifts |= stage.inputBits() > c.densePlanes() ? 1 << Math.min(3, c.densePlanes()) : 0;
                programWords += teams * rounds;
                runs += (double) outputBlocks * teams * rounds * stage.inputMeanBits();
            } else {
                steps = gatherSteps(index, stage, inputFold, gap, outputBlocks);
            }
            double fixed = AcceleratorShape.drainCycles(stage.dense(), beats, rowWords) + 2;
            cycles += outputBlocks * (steps + fixed);
            phases += outputBlocks;
            beatWords += outputBlocks * teams * beats;
        }

        private double gatherSteps(int index, StageFacts stage, int inputFold, double gap, int outputBlocks) {
            double spare = index == 0 ? 0 : AGGREGATE_SPARE + AGGREGATE_SPARE_PER_PORT * c.ports();
            double perTeam = 0;
            double widest = 0;
            int levels = 0;
            long[] active = stage.activeTerms(inputFold);
            for (int level = 0; level < active.length; level++) {
                double entries = (double) active[level] / ((double) teams * c.engines() * c.ports());
                double share = stage.terms() == 0 ? 0 : (double) active[level] / stage.terms();
                if (share > 0) {
                    double words = index == 0 ? entries * SPARSE_OVERHEAD : entries + spare * Math.min(1, 4 * share);
                    perTeam += words;
                    widest = Math.max(widest, words);
                    levels++;
                }
            }
            gatherShifts |= levels > 1 ? AcceleratorShape.ALL_SHIFTS : 0;
            double allWords = (double) stage.terms() / ((double) teams * c.engines() * c.ports());
            double teamWords = Math.max(widest, index == 0 ? allWords * SPARSE_OVERHEAD : allWords + spare);
            // Aggregations of rows of equally many words share their program words.
            boolean shared = index > 1 && sameFormat(index, inputFold);
            programWords += shared ? 0 : teams * Math.max(1, teamWords);
            runs += (double) outputBlocks * teams * (levels + 0.3);
            // Teams differ: of those near the least distance some are longer and some wait.
            double near = Math.max(gap, perTeam);
            return teams * (near + 0.12 * Math.min(gap, perTeam) * (near < 1.5 * Math.min(gap, perTeam) ? 1 : 0));
        }

        /** Rows of as many words in the same order: then aggregations read the same addresses. */
        private boolean sameFormat(int index, int inputFold) {
            StageFacts first = facts.stages().get(1);
            StageFacts stage = facts.stages().get(index);
            StageFacts dense = facts.stages().get(index - 1);
            int steps = (dense.inputBits() + c.densePlanes() - 1) / c.densePlanes();
            boolean sameOrder = dense.dense() && (dense.oneWidth() || steps == 1);
            int firstFold = fold(first.inputFeatures(), false);
            return sameOrder && Arrays.equals(first.activeTerms(firstFold), stage.activeTerms(inputFold));
        }

        private int bankWords() {
            double deepest = 2;
            double before = 0;
            for (int s = 0; s < facts.stages().size(); s++) {
                StageFacts stage = facts.stages().get(s);
                if (s == 0) {
                    int f = fold(stage.inputFeatures(), false);
                    before = (double) stage.inputRows()
                            * Math.ceil((double) stage.inputBits() / f)
                            / c.ports()
                            * blocks(stage.inputFeatures(), f);
                }
                boolean feedsDense = s + 1 < facts.stages().size()
                        && facts.stages().get(s + 1).dense();
                int f = fold(stage.outputFeatures(), feedsDense);
                double banks = stage.gatheredOutput() ? c.ports() : (double) c.ports() * c.engines();
                double after = Math.ceil(facts.nodes() / banks)
                        * Math.ceil(stage.outputMeanBits() / f)
                        * blocks(stage.outputFeatures(), f);
                deepest = Math.max(deepest, before + after);
                before = after;
            }
            long depth = (long) Math.ceil(deepest * 1.02) - 1;
            return (int) Math.min(1 << 20, Math.max(2, Long.highestOneBit(depth) << 1));
        }

        private AcceleratorShape shape() {
            return new AcceleratorShape(
                    c.engines(),
                    c.ports(),
                    c.lanes(),
                    c.planes(),
                    c.slots(),
                    c.requantGroups(),
                    denseWeightBits == 0 ? 0 : c.denseUnits(),
                    c.densePlanes(),
                    denseColumns,
                    denseWeightBits,
                    denseSets,
                    fold2,
                    gatherShifts,
                    denseShifts,
                    facts.accumulatorBits(),
                    bankWords(),
                    atLeastTwo(programWords),
                    atLeastTwo(runs + phases),
                    atLeastTwo(beatWords),
                    facts.tableWords(),
                    most(inputClasses),
                    most(facts.stages().stream()
                            .mapToInt(StageFacts::outputClasses)
                            .max()
                            .orElse(1)),
                    phases,
                    work.requantShift(),
                    facts.exponentMax(),
                    rowShiftMax,
                    facts.biasBits(),
                    c.multiplier());
        }

        private static int most(int classes) {
            return Math.min(8, classes);
        }

        private static int atLeastTwo(double words) {
            return (int) Math.min(Integer.MAX_VALUE, Math.max(2, Math.ceil(words)));
        }
    }
}
