// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

/**
 * Values of all rows, four lanes to a long in fields of 16 bits. Codes are never negative and the planner cuts sums
 * before a field could overflow, so that one addition of longs adds four lanes.
 */
final class PackedRows {
    /** Lanes in a long. */
    static final int LANES = 4;

    private static final long FIELD = 0xFFFFL;
    /** Distance of the sums of neighbouring longs. */
    private static final int QUAD = LANES * SumBatch.STRIDE;

    final int longsPerRow;
    final long[] values;

    PackedRows(int lanes, int rows) {
        this.longsPerRow = longsPerRow(lanes);
        this.values = new long[Math.multiplyExact(longsPerRow, rows)];
    }

    /** One or two longs, or a multiple of four: the sums are unrolled so. */
    static int longsPerRow(int lanes) {
        int longs = (lanes + LANES - 1) / LANES;
        return longs <= 2 ? longs : (longs + 3) / 4 * 4;
    }

    /** Copies a row with another shift; every value fits 16 bits before and after. */
    void copy(int from, int to, int right, int left) {
        for (int i = 0; i < longsPerRow; i++) {
            values[to + i] = values[from + i] >>> right << left;
        }
    }

    /**
     * Sums a destination's terms of a gather-sum phase: lane l of the padded row goes to
     * {@code sums[l * SumBatch.STRIDE + column]}.
     */
    void gather(PhasePlan plan, int destination, int[] sums, int column) {
        int segment = plan.segmentStart()[destination];
        int segments = plan.segmentStart()[destination + 1];
        int[] ends = plan.segmentEnd();
        int from = segment == 0 ? 0 : ends[segment - 1];
        int to = segment == segments ? from : ends[segment];
        sumFields(plan.place(), from, to, sums, column, false);
        for (int s = segment + 1; s < segments; s++) {
            sumFields(plan.place(), ends[s - 1], ends[s], sums, column, true);
        }
    }

    private void sumFields(int[] place, int from, int to, int[] sums, int column, boolean add) {
        switch (longsPerRow) {
            case 1 -> sumOne(place, from, to, sums, column, add);
            case 2 -> sumTwo(place, from, to, sums, column, add);
            default -> {
                for (int offset = 0; offset < longsPerRow; offset += 4) {
                    sumFour(place, from, to, offset, sums, column, add);
                }
            }
        }
    }

    private void sumOne(int[] place, int from, int to, int[] sums, int column, boolean add) {
        long[] v = values;
        long a = 0;
        for (int t = from; t < to; t++) {
            a += v[place[t]];
        }
        unpack(a, sums, column, add);
    }

    private void sumTwo(int[] place, int from, int to, int[] sums, int column, boolean add) {
        long[] v = values;
        long a = 0;
        long b = 0;
        for (int t = from; t < to; t++) {
            int p = place[t];
            a += v[p];
            b += v[p + 1];
        }
        unpack(a, sums, column, add);
        unpack(b, sums, column + QUAD, add);
    }

    private void sumFour(int[] place, int from, int to, int offset, int[] sums, int column, boolean add) {
        long[] v = values;
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        for (int t = from; t < to; t++) {
            int p = place[t] + offset;
            a += v[p];
            b += v[p + 1];
            c += v[p + 2];
            d += v[p + 3];
        }
        int at = offset * QUAD + column;
        unpack(a, sums, at, add);
        unpack(b, sums, at + QUAD, add);
        unpack(c, sums, at + 2 * QUAD, add);
        unpack(d, sums, at + 3 * QUAD, add);
    }

    private static void unpack(long fields, int[] sums, int at, boolean add) {
        int a = (int) (fields & FIELD);
        int b = (int) (fields >>> 16 & FIELD);
        int c = (int) (fields >>> 32 & FIELD);
        int d = (int) (fields >>> 48);
        if (add) {
            a += sums[at];
            b += sums[at + SumBatch.STRIDE];
            c += sums[at + 2 * SumBatch.STRIDE];
            d += sums[at + 3 * SumBatch.STRIDE];
        }
        sums[at] = a;
        sums[at + SumBatch.STRIDE] = b;
        sums[at + 2 * SumBatch.STRIDE] = c;
        sums[at + 3 * SumBatch.STRIDE] = d;
    }

    /** Stores the codes of 8 lanes, four to an int and a byte each, shifted left. */
    void storeEight(int place, int group, int low, int high, int shift) {
        int at = place + 2 * group;
        values[at] = spread(low & 0xFFFFFFFFL) << shift;
        if (longsPerRow > 1) {
            values[at + 1] = spread(high & 0xFFFFFFFFL) << shift;
        }
    }

    /** Bytes 0..3 to fields 0..3. */
    private static long spread(long bytes) {
        long halves = (bytes | bytes << 16) & 0x0000FFFF0000FFFFL;
        return (halves | halves << 8) & 0x00FF00FF00FF00FFL;
    }
}
