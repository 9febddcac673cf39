// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.Phase.Part;
import io.bitknit.hdl.AcceleratorShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cycles and memory depths of a workload on any shape, by formulas: what a search can afford. The port use of teams is
 * an empirical curve of mean terms per team and port; a schedule gives the exact figures afterwards.
 */
final class CycleEstimate {
    private static final int LEVEL_BITS = 16;
    /** Share of a program word that stays empty at the end of a team, fitted to schedules of Cora and dblp. */
    private static final double TEAM_WASTE_WORDS = 0.35;

    private final Workload work;
    private final List<long[]> termsByBits = new ArrayList<>();
    private final int accumulatorBits;
    private final int biasBits;
    private final int tableWords;
    private final int inputClasses;
    private final int outputClasses;
    private final int exponentMax;
    private final boolean sameRows;

    private CycleEstimate(Workload work) {
        this.work = work;
        AccumulatorBound bound = new AccumulatorBound(0, 0);
        long largestBias = 1;
        Set<Long> table = new HashSet<>();
        for (Stage s : work.stages()) {
            TensorFormat in = work.tensors().get(s.input());
            TensorFormat out = work.tensors().get(s.output());
            long[] histogram = new long[LEVEL_BITS];
            if (s.dense()) {
                bound = bound.union(AccumulatorBound.ofWeights(s.weights(), out.features(), s.weightBits(), max(in.bits())));
            } else {
                bound = bound.union(AccumulatorBound.ofTerms(s.terms(), in));
                for (int k = 0; k < s.terms().count(); k++) {
                    histogram[in.bits()[s.terms().source()[k]]]++;
                }
            }
            termsByBits.add(histogram);
            for (long b : out.bias()) {
                largestBias = Math.max(largestBias, Math.abs(b));
            }
            for (int v = 0; v < out.rows(); v++) {
                // The correction follows the terms; their number stands for it here.
                long terms = s.dense() || !in.signed() ? 0 : s.terms().countOf(v);
                table.add((long) out.multipliers()[v] << 40 | terms);
            }
        }
        accumulatorBits = bound.signedBits();
        biasBits = Math.min(32, 65 - Long.numberOfLeadingZeros(largestBias));
        tableWords = Math.max(1, table.size());
        inputClasses = work.stages().stream().mapToInt(s -> classes(s.input())).max().orElse(1);
        outputClasses = work.stages().stream().mapToInt(s -> classes(s.output())).max().orElse(1);
        exponentMax = exponentMax();
        sameRows = sameGatheredRows();
    }

    static CycleEstimate of(Workload work) {
        return new CycleEstimate(work);
    }

    private static int max(byte[] bits) {
        int max = 1;
        for (byte b : bits) {
            max = Math.max(max, b);
        }
        return max;
    }

    private int fold(ShapeChoice c, int tensor) {
        return work.denseInput(tensor) ? 1 : c.foldOf(work.tensors().get(tensor).features());
    }

    private int blocks(ShapeChoice c, int tensor) {
        int perBlock = c.lanes() / fold(c, tensor);
        return (work.tensors().get(tensor).features() + perBlock - 1) / perBlock;
    }

    private int rowWords(ShapeChoice c, int tensor) {
        int fold = fold(c, tensor);
        return (max(work.tensors().get(tensor).bits()) + fold - 1) / fold;
    }

    /** Share of the ports that a step uses, for teams with {@code terms} terms. */
    private static double portUse(double terms, int ports) {
        double words = terms / ports;
        return Math.min(0.98, words / (words + TEAM_WASTE_WORDS));
    }

    private long teams(ShapeChoice c) {
        return Math.max(1, (work.nodes() + c.engines() * c.slots() - 1L) / ((long) c.engines() * c.slots()));
    }

    private double programWordsOf(ShapeChoice c, Stage s) {
        double perTeam = (double) s.terms().count() / Math.max(1, work.nodes()) * c.slots();
        return s.terms().count() / ((double) c.engines() * c.ports() * Math.max(0.02, portUse(perTeam, c.ports())));
    }

    /** Steps of one engine in one phase of the stage. */
    private double steps(ShapeChoice c, int stage) {
        Stage s = work.stages().get(stage);
        long teams = teams(c);
        int spacing = Math.max(c.beatsPerTeam(), rowWords(c, s.output()));
        if (s.dense()) {
            int planes = rowWords(c, s.input()) * blocks(c, s.input());
            return (double) teams * (c.slots() / c.denseUnits()) * Math.max(planes, spacing);
        }
        int fold = fold(c, s.input());
        long[] histogram = termsByBits.get(stage);
        double words = 0;
        for (int b = 1; b < LEVEL_BITS; b++) {
            words += (double) histogram[b] * ((b + fold - 1) / fold);
        }
        double perTerm = words / Math.max(1, s.terms().count());
        return Math.max(programWordsOf(c, s) * perTerm, (double) teams * spacing);
    }

    long cycles(ShapeChoice c) {
        double total = configWords(c) + 2.0;
        for (int i = 0; i < work.stages().size(); i++) {
            Stage s = work.stages().get(i);
            int drain = 13 + c.beatsPerTeam() + rowWords(c, s.output());
            total += blocks(c, s.output())
                    * Math.max(steps(c, i) + drain + AcceleratorShape.PHASE_OVERHEAD_CYCLES, configWords(c) + 2.0);
        }
        return Math.round(total);
    }

    private int configWords(ShapeChoice c) {
        return 4 + inputClasses + outputClasses + c.lanes();
    }

    private int classes(int tensor) {
        TensorFormat t = work.tensors().get(tensor);
        boolean[] seen = new boolean[128];
        for (int i = 0; i < t.rows(); i++) {
            seen[t.bits()[i] << 3 | t.exponents()[i]] = true;
        }
        int count = 0;
        for (boolean b : seen) {
            count += b ? 1 : 0;
        }
        return Math.max(1, Math.min(8, count));
    }

    /** The shape with estimated memory depths. */
    AcceleratorShape shape(ShapeChoice c) {
        int n = work.tensors().size();
        long[] words = new long[n];
        int[] firstUse = new int[n];
        int[] lastUse = new int[n];
        for (int t = 0; t < n; t++) {
            TensorFormat format = work.tensors().get(t);
            boolean everywhere = t == 0 || work.gathered(t);
            int banks = everywhere ? c.ports() : c.ports() * c.engines();
            long rowsPerBank = (format.rows() + banks - 1L) / banks;
            words[t] = rowsPerBank * rowWords(c, t) * blocks(c, t);
        }
        double program = 0;
        double runs = 0;
        double beats = 0;
        boolean counted = false;
        for (int i = 0; i < work.stages().size(); i++) {
            Stage s = work.stages().get(i);
            firstUse[s.output()] = i;
            lastUse[s.input()] = i;
            int outBlocks = blocks(c, s.output());
            beats += (double) teams(c) * c.beatsPerTeam() * outBlocks;
            int levels = rowWords(c, s.input());
            runs += ((double) teams(c) * (s.dense() ? (double) c.slots() / c.denseUnits() * levels : levels) + 1)
                    * outBlocks;
            if (s.dense()) {
                program += (double) teams(c) * c.slots() / c.denseUnits();
            } else if (s.part() == Part.COMBINE_SPARSE || !counted || !sameRows) {
                program += programWordsOf(c, s);
                counted |= s.part() == Part.AGGREGATE;
            }
        }
        lastUse[n - 1] = n;
        int bankWords = (int) Math.min(1 << 20, BankAllocation.firstFit(words, firstUse, lastUse).depthWords() + 2);
        List<Stage> dense = work.stages().stream().filter(Stage::dense).toList();
        int columns = dense.stream()
                .mapToInt(s -> Math.min(c.lanes(), work.tensors().get(s.output()).features()))
                .max()
                .orElse(0);
        int sets = dense.stream()
                .mapToInt(s -> blocks(c, s.input()) * blocks(c, s.output()))
                .sum();
        return new AcceleratorShape(
                c.engines(),
                c.ports(),
                c.lanes(),
                c.slots(),
                c.requantGroups(),
                dense.isEmpty() ? 0 : c.denseUnits(),
                columns,
                dense.stream().mapToInt(Stage::weightBits).max().orElse(0),
                sets,
                c.fold2(),
                accumulatorBits,
                Math.max(2, bankWords),
                depth(program),
                depth(runs),
                depth(beats),
                tableWords,
                inputClasses,
                outputClasses,
                work.stages().stream().mapToInt(s -> blocks(c, s.output())).sum(),
                work.requantShift(),
                exponentMax,
                biasBits,
                c.multiplier());
    }

    private int exponentMax() {
        int max = 0;
        for (TensorFormat t : work.tensors()) {
            for (byte e : t.exponents()) {
                max = Math.max(max, e);
            }
        }
        return max;
    }

    private boolean sameGatheredRows() {
        TensorFormat first = null;
        for (Stage s : work.stages()) {
            if (s.part() != Part.AGGREGATE) {
                continue;
            }
            TensorFormat t = work.tensors().get(s.input());
            if (first == null) {
                first = t;
            } else if (!Arrays.equals(first.bits(), t.bits()) || !Arrays.equals(first.exponents(), t.exponents())) {
                return false;
            }
        }
        return true;
    }

    private static int depth(double words) {
        return (int) Math.max(2, Math.min(1 << 30, Math.ceil(words * 1.01)));
    }
}
