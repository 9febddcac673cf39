// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import io.bitknit.compiler.design.ReadFormat;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.RowFormats;
import io.bitknit.compiler.schedule.AccumulatorBound;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.schedule.Stage;
import io.bitknit.compiler.schedule.TensorFormat;
import io.bitknit.compiler.schedule.Terms;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the cycles of a workload depend on, counted once so that each size of accelerator is judged in microseconds.
 *
 * @param nodes rows that every stage writes
 * @param stages in order
 * @param tableWords different requantizations, at most
 * @param accumulatorBits of the widest sum
 * @param biasBits of the widest bias
 * @param exponentMax largest exponent of a row
 */
record WorkFacts(
        int nodes, List<StageFacts> stages, int tableWords, int accumulatorBits, int biasBits, int exponentMax) {
    /**
     * One stage.
     *
     * @param terms number of terms; 0 for a dense combination
     * @param activeTerms {@code [log2(fold)][levels]} terms with a word at each level, at 1, 2, 4 and 8 planes per word
     * @param inputFeatures features of the rows that are read
     * @param outputFeatures features of the rows that are written
     * @param inputBits widest row that is read
     * @param inputMeanBits mean width of the rows that are read
     * @param outputBits widest row that is written
     * @param outputMeanBits mean width of the rows that are written
     * @param inputClasses {@code [log2(fold)]} formats that are read, at 1, 2, 4 and 8 planes per word
     * @param outputClasses formats that are written
     * @param outputShifts {@code [log2(fold)]} largest shift of a row that is written, at 1, 2, 4 and 8 planes per word
     * @param weightBits of a dense combination
     */
    record StageFacts(
            boolean dense,
            boolean gatheredOutput,
            long terms,
            long[][] activeTerms,
            int inputRows,
            int inputFeatures,
            int outputFeatures,
            int inputBits,
            double inputMeanBits,
            int outputBits,
            double outputMeanBits,
            int[] inputClasses,
            int outputClasses,
            int[] outputShifts,
            int weightBits) {
        boolean oneWidth() {
            return inputMeanBits == inputBits;
        }

        /** Formats that are read, at {@code fold} planes per word. */
        int inputClasses(int fold) {
            return Math.max(1, inputClasses[Integer.numberOfTrailingZeros(fold)]);
        }

        /** Largest shift of a row that is written, at {@code fold} planes per word. */
        int outputShift(int fold) {
            return outputShifts[Integer.numberOfTrailingZeros(fold)];
        }

        /** Terms with a word at each level, at {@code fold} planes per word. */
        long[] activeTerms(int fold) {
            return activeTerms[Integer.numberOfTrailingZeros(fold)];
        }
    }

    /** Widest row of any stage. */
    int mostBits() {
        return stages.stream()
                .mapToInt(s -> Math.max(s.inputBits(), s.outputBits()))
                .max()
                .orElse(1);
    }

    /** Whether words of so many planes are ever more than half full. */
    boolean fills(int planes) {
        return planes < 2 * mostBits();
    }

    /** A size with hard multipliers, whose rows fold if that gains anything. */
    ShapeChoice size(
            int engines, int ports, int lanes, int planes, int slots, int groups, int denseUnits, int densePlanes) {
        boolean folds = lanes % 2 == 0 && planes < mostBits();
        return new ShapeChoice(
                engines, ports, lanes, planes, slots, groups, denseUnits, densePlanes, folds, Multiplier.DSP, 0);
    }

    static WorkFacts of(Workload work) {
        List<StageFacts> stages = new ArrayList<>();
        int biasBits = 1;
        int exponentMax = 0;
        long tableWords = 0;
        for (Stage s : work.stages()) {
            TensorFormat in = work.tensors().get(s.input());
            TensorFormat out = work.tensors().get(s.output());
            long[][] active = new long[4][32];
            List<Set<ReadFormat>> formats = Stream.generate(() -> (Set<ReadFormat>) new HashSet<ReadFormat>())
                    .limit(active.length)
                    .toList();
            if (s.dense()) {
                denseFormats(in, formats);
            } else {
                countTerms(s.terms(), in, active, formats);
            }
            for (byte e : out.exponents()) {
                exponentMax = Math.max(exponentMax, e);
            }
            for (long b : out.bias()) {
                biasBits = Math.max(biasBits, 65 - Long.numberOfLeadingZeros(b < 0 ? ~b : b));
            }
            tableWords += distinctRows(s, in, out);
            RowFormats written = RowFormats.of(out.bits(), out.exponents(), out.signed());
            stages.add(new StageFacts(
                    s.dense(),
                    work.gathered(s.output()),
                    s.dense() ? 0 : s.terms().count(),
                    active,
                    in.rows(),
                    in.features(),
                    out.features(),
                    max(in.bits()),
                    mean(in.bits()),
                    max(out.bits()),
                    mean(out.bits()),
                    formats.stream().mapToInt(Set::size).toArray(),
                    Math.max(1, written.count()),
                    outputShifts(written, work.denseInput(s.output())),
                    s.weightBits()));
        }
        return new WorkFacts(
                work.nodes(),
                stages,
                (int) Math.min(1 << 20, Math.max(1, tableWords)),
                Math.min(32, AccumulatorBound.of(work).signedBits()),
                Math.min(32, biasBits),
                exponentMax);
    }

    private static void countTerms(Terms terms, TensorFormat in, long[][] active, List<Set<ReadFormat>> formats) {
        // Few formats and edge shifts, many terms: terms are counted first, words afterwards.
        RowFormats rows = RowFormats.of(in.bits(), in.exponents(), in.signed());
        long[][] count = new long[RowFormats.INDICES][8];
        for (int k = 0; k < terms.count(); k++) {
            int u = terms.source()[k];
            count[rows.index(in.bits()[u], in.exponents()[u])][terms.shiftOf(k)]++;
        }
        for (int f = 0; f < active.length; f++) {
            for (RowClass stored : rows.aligned(1 << f)) {
                long[] byShift = count[rows.index(stored.bits(), stored.exponent())];
                for (int shift = 0; shift < byShift.length; shift++) {
                    if (byShift[shift] > 0) {
                        ReadFormat row = ReadFormat.of(stored, shift);
                        for (int word = 0; word < row.words(); word++) {
                            active[f][row.firstPlane() + word * row.fold()] += byShift[shift];
                        }
                        formats.get(f).add(row);
                    }
                }
            }
        }
    }

    private static int[] outputShifts(RowFormats written, boolean readDensely) {
        return IntStream.range(0, 4)
                .map(f -> readDensely
                        ? 0
                        : written.aligned(1 << f).stream()
                                .mapToInt(RowClass::shift)
                                .max()
                                .orElse(0))
                .toArray();
    }

    private static void denseFormats(TensorFormat in, List<Set<ReadFormat>> formats) {
        for (int bits = 1; bits <= 8; bits++) {
            for (int f = 0; f < formats.size() && hasWidth(in, bits); f++) {
                formats.get(f).add(ReadFormat.of(new RowClass(bits, in.signed(), 0, 1 << f, 0), 0));
            }
        }
    }

    private static boolean hasWidth(TensorFormat in, int bits) {
        for (byte b : in.bits()) {
            if (b == bits) {
                return true;
            }
        }
        return false;
    }

    /** Different multipliers times, for signed inputs, different numbers of terms: about the table's size. */
    private static long distinctRows(Stage s, TensorFormat in, TensorFormat out) {
        Set<Long> pairs = new HashSet<>();
        for (int v = 0; v < out.rows(); v++) {
            long correction = 0;
            if (!s.dense() && in.signed()) {
                for (int k = s.terms().rowStart()[v]; k < s.terms().rowStart()[v + 1]; k++) {
                    int u = s.terms().source()[k];
                    int beta = in.bits()[u] == 1 ? 1 : 1 << (in.bits()[u] - 1);
                    correction += (long) beta << in.exponents()[u] + s.terms().shiftOf(k);
                }
            }
            pairs.add(correction << 16 | out.multipliers()[v]);
        }
        return pairs.size();
    }

    private static int max(byte[] bits) {
        int max = 1;
        for (byte b : bits) {
            max = Math.max(max, b);
        }
        return max;
    }

    private static double mean(byte[] bits) {
        long sum = 0;
        for (byte b : bits) {
            sum += b;
        }
        return bits.length == 0 ? 1 : (double) sum / bits.length;
    }
}
