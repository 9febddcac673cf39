// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.hdl.AcceleratorShape;
import java.util.Arrays;

/**
 * Sums of a batch of destinations of one output class to codes, packed values and bank words. Inner loops run over the
 * rows of the batch, without branches, and index all their arrays alike: only then does the Java machine turn them into
 * vector instructions (measured: ten times as fast), hence the copies into small arrays.
 */
final class SumBatch {
    /** Rows of a batch. */
    static final int ROWS = 128;
    /** Distance of lanes; not a power of two, so that lanes do not share the same cache set. */
    static final int STRIDE = ROWS + 16;

    private static final long LOW_WORD = 0xFFFFFFFFL;

    private final AcceleratorShape shape;
    /** Shift distances are loaded, not computed: an expression keeps the loop from becoming vector code. */
    private final int unusedBits;

    private final int[] shiftOfExponent = new int[8];
    /** Sums: lane l of row i is at {@code l * STRIDE + i}. */
    final int[] lanes;

    private final int[] multiplier = new int[ROWS];
    private final int[] correction = new int[ROWS];
    private final int[][] codes = new int[4][ROWS];
    /** Per group of 8 lanes: codes of lanes 0..3, a byte each; later planes 0..3 of the 8 lanes. */
    private final int[][] low;
    /** Per group of 8 lanes: codes of lanes 4..7; later planes 4..7. */
    private final int[][] high;

    private final int[] plane = new int[ROWS];
    private final long[] word = new long[ROWS];

    SumBatch(AcceleratorShape shape) {
        this.shape = shape;
        this.unusedBits = Integer.SIZE - shape.accumulatorBits();
        Arrays.setAll(shiftOfExponent, exponent -> shape.requantShift() + exponent);
        int padded = Math.max((shape.lanes() + 7) / 8 * 8, PackedRows.longsPerRow(shape.lanes()) * PackedRows.LANES);
        this.lanes = new int[padded * STRIDE];
        int groups = (shape.lanes() + 7) / 8;
        this.low = new int[groups][ROWS];
        this.high = new int[groups][ROWS];
    }

    /**
     * Requantizes {@code count} rows, whose sums are in {@link #lanes}.
     *
     * @param from the batch's first destination in the order of the plan
     */
    void requantize(PhasePlan plan, int from, int count) {
        PhaseConfig config = plan.config();
        RowClass rowClass = plan.classOf(from);
        int fold = shape.planes() * (config.outputFold2() ? 2 : 1);
        int used = shape.wordBits() / fold;
        boolean sign = rowClass.signed() && rowClass.bits() == 1;
        int shift = shiftOfExponent[rowClass.exponent()];
        long offset = !rowClass.signed() ? 0 : sign ? 1 : 1 << (rowClass.bits() - 1);
        long constant = (offset << shift) + (sign ? 0 : 1L << (shift - 1));
        int highest = (1 << rowClass.bits()) - 1;
        System.arraycopy(plan.multiplier(), from, multiplier, 0, count);
        System.arraycopy(plan.correction(), from, correction, 0, count);
        int groups = (used + 7) / 8;
        for (int quad = 0; quad < 2 * groups; quad++) {
            for (int k = 0; k < 4; k++) {
                int lane = 4 * quad + k;
                if (lane >= used) {
                    Arrays.fill(codes[k], 0, count, 0);
                } else {
                    System.arraycopy(lanes, lane * STRIDE, codes[k], 0, count);
                    long add = config.bias().get(lane) + constant;
                    if (plan.fitsInt()) {
                        narrow(codes[k], count, (int) add, shift, highest);
                    } else {
                        wide(codes[k], count, add, shift, highest);
                    }
                    if (rowClass.shift() > 0) {
                        moved(codes[k], count, rowClass.shift());
                    }
                }
            }
            join(quad % 2 == 0 ? low[quad / 2] : high[quad / 2], count);
        }
    }

    /** The planner has proven that the value fits 32 bits before it is shifted. */
    private void narrow(int[] values, int count, int add, int shift, int highest) {
        int unused = unusedBits;
        int[] m = multiplier;
        int[] c = correction;
        for (int i = 0; i < count; i++) {
            int sum = values[i] - c[i] << unused >> unused;
            int code = sum * m[i] + add >> shift;
            code &= ~(code >> 31);
            int above = code - highest;
            values[i] = highest + (above & above >> 31);
        }
    }

    private void wide(int[] values, int count, long add, int shift, int highest) {
        int unused = Long.SIZE - shape.accumulatorBits();
        for (int i = 0; i < count; i++) {
            long sum = (long) (values[i] - correction[i]) << unused >> unused;
            long code = sum * multiplier[i] + add >> shift;
            values[i] = (int) Math.max(0, Math.min(highest, code));
        }
    }

    /** To where the row stands in its word. */
    private static void moved(int[] values, int count, int shift) {
        for (int i = 0; i < count; i++) {
            values[i] <<= shift;
        }
    }

    /** Codes, an int each, to four codes in an int. */
    private void join(int[] joined, int count) {
        int[] a = codes[0];
        int[] b = codes[1];
        int[] c = codes[2];
        int[] d = codes[3];
        for (int i = 0; i < count; i++) {
            joined[i] = a[i] | b[i] << 8 | c[i] << 16 | d[i] << 24;
        }
    }

    /** Takes codes that are known, 8 lanes per long and a byte each, as row {@code row} of the batch. */
    void load(int row, long[] known) {
        for (int g = 0; g < known.length; g++) {
            low[g][row] = (int) known[g];
            high[g][row] = (int) (known[g] >>> 32);
        }
    }

    /** Packed values of a row of the batch. */
    void storeValues(int row, int groups, PackedRows rows, int place, int valueShift) {
        for (int g = 0; g < groups; g++) {
            rows.storeEight(place, g, low[g][row], high[g][row], valueShift);
        }
    }

    /**
     * Bank words of the rows of the batch; replaces the codes by their planes.
     *
     * @param fold planes per word
     * @param wordCount words of each row
     * @param firstWord first word of each row, from {@code from} on
     */
    void storeWords(int fold, int wordCount, int[] firstWord, int from, int count, long[] words) {
        int groups = (shape.wordBits() / fold + 7) / 8;
        for (int g = 0; g < groups; g++) {
            PlaneWords.transpose(low[g], high[g], count);
        }
        for (int w = 0; w < wordCount; w++) {
            for (int k = 0; k < fold; k++) {
                int upper = k >= shape.planes() ? shape.lanes() / 2 : 0;
                int left = k % shape.planes() * shape.lanes() + upper;
                plane(w * fold + k, 0, groups, plane, count);
                join(left, k == 0, count);
                if (groups > 4) {
                    plane(w * fold + k, 4, groups, plane, count);
                    join(left + Integer.SIZE, false, count);
                }
            }
            for (int i = 0; i < count; i++) {
                words[firstWord[from + i] + w] = word[i];
            }
        }
    }

    /** Puts the planes of all rows in their place in the word. */
    private void join(int left, boolean first, int count) {
        for (int i = 0; i < count; i++) {
            word[i] = (first ? 0 : word[i]) | (plane[i] & LOW_WORD) << left;
        }
    }

    private void plane(int index, int firstGroup, int groups, int[] into, int count) {
        PlaneWords.plane(index < 4 ? low : high, index % 4, firstGroup, groups, into, count);
    }
}
