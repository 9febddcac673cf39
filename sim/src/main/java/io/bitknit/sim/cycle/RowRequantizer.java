// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.hdl.AcceleratorShape;

/** Sums of a destination to codes, packed values and bank words; constants of a phase are prepared once. */
final class RowRequantizer {
    private final int lanes;
    private final int groups;
    private final int fold;
    private final int halfLanes;
    private final int unusedBits;
    /** Per output class and lane: bias plus rounding constant. */
    private final long[][] addend;

    private final int[] shift;
    private final int[] offset;
    private final int[] highest;
    private final int[] words;
    private final long[] planes;

    RowRequantizer(AcceleratorShape shape, PhaseConfig config) {
        this.fold = config.outputFold2() ? 2 : 1;
        this.lanes = shape.lanes() / fold;
        this.groups = (lanes + 7) / 8;
        this.halfLanes = shape.lanes() / 2;
        this.unusedBits = 64 - shape.accumulatorBits();
        this.planes = new long[groups];
        int classes = config.outputClasses().size();
        this.addend = new long[classes][groups * 8];
        this.shift = new int[classes];
        this.offset = new int[classes];
        this.highest = new int[classes];
        this.words = new int[classes];
        for (int c = 0; c < classes; c++) {
            RowClass rowClass = config.outputClasses().get(c);
            boolean sign = rowClass.signed() && rowClass.bits() == 1;
            shift[c] = shape.requantShift() + rowClass.exponent();
            offset[c] = !rowClass.signed() ? 0 : sign ? 1 : 1 << (rowClass.bits() - 1);
            highest[c] = (1 << rowClass.bits()) - 1;
            words[c] = rowClass.words();
            for (int lane = 0; lane < lanes; lane++) {
                addend[c][lane] = config.bias().get(lane) + (sign ? 0 : 1L << (shift[c] - 1));
            }
        }
    }

    /**
     * Requantizes a row.
     *
     * @param sums per lane
     * @param rows where the packed values go
     * @param place first long of the values
     * @param valueShift shift of the values that are kept
     * @param bank where the words go
     * @param word first word
     */
    void write(
            int[] sums,
            int rowClass,
            int multiplier,
            long correction,
            PackedRows rows,
            int place,
            int valueShift,
            long[] bank,
            int word) {
        long[] add = addend[rowClass];
        int right = shift[rowClass];
        long up = offset[rowClass];
        long top = highest[rowClass];
        int signExtend = unusedBits;
        for (int g = 0; g < groups; g++) {
            int end = Math.min(lanes - 8 * g, 8);
            long codes = 0;
            for (int i = 0; i < end; i++) {
                int lane = 8 * g + i;
                long sum = (sums[lane] - correction) << signExtend >> signExtend;
                long code = (sum * multiplier + add[lane] >> right) + up;
                codes |= Math.max(0, Math.min(top, code)) << 8 * i;
            }
            rows.storeEight(place, g, codes, valueShift);
            planes[g] = PlaneWords.transpose(codes);
        }
        PlaneWords.store(planes, groups, fold, halfLanes, bank, word, words[rowClass]);
    }
}
