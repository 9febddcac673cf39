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

    /** Sums a destination's products into lanes 0 .. columns - 1 of {@code result}; the others are 0. */
    void sum(PhasePlan plan, int destination, PackedRows rows, int[] result) {
        int segment = plan.segmentStart()[destination];
        Arrays.fill(sums, 0);
        Arrays.fill(result, 0);
        if (segment == plan.segmentStart()[destination + 1]) {
            return;
        }
        int from = segment == 0 ? 0 : plan.segmentEnd()[segment - 1];
        int to = plan.segmentEnd()[segment];
        int inputs = 0;
        for (int t = from; t < to; t++) {
            int place = plan.place()[t];
            int row = plan.weightSet()[t] * lanes * longsPerLane;
            for (int lane = 0; lane < lanes; lane++, row += longsPerLane) {
                int value = rows.lane(place, lane);
                inputs += value;
                for (int i = 0; i < longsPerLane; i++) {
                    sums[i] += value * weights[row + i];
                }
            }
        }
        long field = (1L << fieldBits) - 1;
        for (int column = 0; column < columns; column++) {
            long sum = sums[column / fieldsPerLong] >>> fieldBits * (column % fieldsPerLong) & field;
            result[column] = (int) (sum - (long) inputs * offset);
        }
    }
}
