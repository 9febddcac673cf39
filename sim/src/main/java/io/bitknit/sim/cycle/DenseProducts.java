// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import java.util.Arrays;

/**
 * Products of packed rows with stationary weights. Weights are kept with an offset that makes them non-negative, so
 * that one multiplication of longs multiplies a value with several columns; the offset's part is subtracted at the end.
 */
final class DenseProducts {
    private final int lanes;
    private final int columns;
    private final int offset;
    private final int fieldBits;
    private final int fieldsPerLong;
    private final int longsPerLane;
    private final long[] weights;
    private final long[] sums;

    /**
     * @param wide fields of 32 bits instead of 16
     * @param sets {@code [sets][lanes * columns]}
     */
    DenseProducts(int lanes, int columns, int weightBits, boolean wide, byte[][] sets) {
        this.lanes = lanes;
        this.columns = columns;
        this.offset = weightBits == 1 ? 1 : 1 << (weightBits - 1);
        this.fieldBits = wide ? 32 : 16;
        this.fieldsPerLong = 64 / fieldBits;
        this.longsPerLane = (columns + fieldsPerLong - 1) / fieldsPerLong;
        this.weights = new long[Math.multiplyExact(sets.length, lanes * longsPerLane)];
        this.sums = new long[longsPerLane];
        for (int set = 0; set < sets.length; set++) {
            for (int lane = 0; lane < lanes; lane++) {
                for (int column = 0; column < columns; column++) {
                    long weight = (long) sets[set][lane * columns + column] + offset;
                    weights[(set * lanes + lane) * longsPerLane + column / fieldsPerLong] |=
                            weight << fieldBits * (column % fieldsPerLong);
                }
            }
        }
    }

    /**
     * Sums a destination's products: column c goes to {@code result[c * SumBatch.STRIDE + at]}; the other lanes are 0.
     */
    void sum(PhasePlan plan, int destination, PackedRows rows, int[] result, int at) {
        int segment = plan.segmentStart()[destination];
        Arrays.fill(sums, 0);
        for (int lane = 0; lane < lanes; lane++) {
            result[lane * SumBatch.STRIDE + at] = 0;
        }
        if (segment == plan.segmentStart()[destination + 1]) {
            return;
        }
        int from = segment == 0 ? 0 : plan.segmentEnd()[segment - 1];
        int to = plan.segmentEnd()[segment];
        int inputs = 0;
        for (int t = from; t < to; t++) {
            int row = plan.weightSet()[t] * lanes * longsPerLane;
            inputs += longsPerLane == 2
                    ? multiplyTwo(rows.values, plan.place()[t], row)
                    : multiply(rows.values, plan.place()[t], row);
        }
        // Shifts instead of divisions: fields per long is 2 or 4.
        long field = (1L << fieldBits) - 1;
        int perLong = Integer.numberOfTrailingZeros(fieldsPerLong);
        int zero = inputs * offset;
        for (int column = 0; column < columns; column++) {
            long sum = sums[column >> perLong] >>> fieldBits * (column & fieldsPerLong - 1) & field;
            result[column * SumBatch.STRIDE + at] = (int) sum - zero;
        }
    }

    /** Adds one row's products; returns the sum of the row's values. */
    private int multiply(long[] values, int place, int firstWeight) {
        int inputs = 0;
        int at = firstWeight;
        for (int lane = 0; lane < lanes; lane++, at += longsPerLane) {
            int value = (int) (values[place + lane / PackedRows.LANES] >>> 16 * (lane % PackedRows.LANES)) & 0xFFFF;
            inputs += value;
            for (int i = 0; i < longsPerLane; i++) {
                sums[i] += value * weights[at + i];
            }
        }
        return inputs;
    }

    /** The same for up to 8 columns of 16 bits, with the sums in registers. */
    private int multiplyTwo(long[] values, int place, int firstWeight) {
        long[] w = weights;
        long a = sums[0];
        long b = sums[1];
        int inputs = 0;
        int at = firstWeight;
        long four = 0;
        for (int lane = 0; lane < lanes; lane++, at += 2) {
            four = lane % PackedRows.LANES == 0 ? values[place + lane / PackedRows.LANES] : four >>> 16;
            long value = four & 0xFFFF;
            inputs += (int) value;
            a += value * w[at];
            b += value * w[at + 1];
        }
        sums[0] = a;
        sums[1] = b;
        return inputs;
    }
}
