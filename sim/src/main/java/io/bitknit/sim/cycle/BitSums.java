// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import io.bitknit.hdl.AcceleratorShape;
import java.util.Arrays;

/** Sums destinations bit by bit from bank words, for entries that are not whole rows; exact, and slow. */
final class BitSums {
    private final AcceleratorShape shape;
    private final int lanes;
    private final int columns;
    private final byte[][] weights;
    private final long[] lane;

    BitSums(AcceleratorShape shape, byte[][] weights) {
        this.shape = shape;
        this.lanes = shape.lanes();
        this.columns = shape.denseColumns();
        this.weights = weights;
        this.lane = new long[lanes];
    }

    /** Sums a destination: lane l goes to {@code result[l * SumBatch.STRIDE + at]}. */
    void sum(PhasePlan plan, int[] bits, long[] words, int[] result, int at) {
        Arrays.fill(lane, 0);
        for (int i = 0; i < bits.length; i += 4) {
            long word = bits[i] < 0 ? 0 : words[bits[i]];
            if (plan.config().dense()) {
                multiply(word >>> bits[i + 3] * lanes, bits[i + 1], weights[bits[i + 2]]);
            } else {
                for (int l = 0; l < lanes; l++) {
                    for (int plane = 0; plane < shape.planes(); plane++) {
                        lane[l] += (word >>> plane * lanes + l & 1) << bits[i + 1] + plane;
                    }
                }
            }
        }
        boolean folded = plan.config().inputFold2() && !plan.config().dense();
        int half = lanes / 2;
        for (int l = 0; l < lanes; l++) {
            long sum = !folded ? lane[l] : l < half ? lane[l] + (lane[l + half] << shape.planes()) : 0;
            result[l * SumBatch.STRIDE + at] = (int) sum;
        }
    }

    private void multiply(long word, int shift, byte[] set) {
        for (int l = 0; l < lanes; l++) {
            for (int plane = 0; plane < shape.densePlanes(); plane++) {
                if ((word >>> plane * lanes + l & 1) != 0) {
                    for (int column = 0; column < columns; column++) {
                        lane[column] += (long) set[l * columns + column] << shift + plane;
                    }
                }
            }
        }
    }
}
