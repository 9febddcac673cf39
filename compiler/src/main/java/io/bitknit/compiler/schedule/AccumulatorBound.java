// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.RowClass;

/**
 * Exact bounds of the sums of a stage, from its terms, widths and weights: no data can overflow an accumulator of
 * {@link #signedBits}, none is a bit too wide.
 *
 * @param lowest smallest sum, at most 0
 * @param highest largest sum, at least 0
 */
public record AccumulatorBound(long lowest, long highest) {
    /** Two's complement width that holds both ends. */
    public int signedBits() {
        int up = 64 - Long.numberOfLeadingZeros(highest) + 1;
        int down = 64 - Long.numberOfLeadingZeros(-lowest - 1) + 1;
        return Math.max(2, Math.max(up, lowest == 0 ? 1 : down));
    }

    /** Over all stages of a workload. */
    public static AccumulatorBound of(Workload work) {
        int denseWeightBits = 0;
        for (Stage s : work.stages()) {
            denseWeightBits = Math.max(denseWeightBits, s.weightBits());
        }
        AccumulatorBound bound = new AccumulatorBound(0, 0);
        for (Stage s : work.stages()) {
            TensorFormat input = work.tensors().get(s.input());
            int outputs = work.tensors().get(s.output()).features();
            bound = bound.union(
                    s.dense()
                            ? ofWeights(s.weights(), outputs, denseWeightBits, widest(input))
                            : ofTerms(s.terms(), input));
        }
        return bound;
    }

    private static int widest(TensorFormat t) {
        int widest = 1;
        for (byte bits : t.bits()) {
            widest = Math.max(widest, bits);
        }
        return widest;
    }

    private AccumulatorBound union(AccumulatorBound o) {
        return new AccumulatorBound(Math.min(lowest, o.lowest), Math.max(highest, o.highest));
    }

    /** Before the correction codes are summed as unsigned numbers, after it the sum may be as low as its negative. */
    static AccumulatorBound ofTerms(Terms terms, TensorFormat input) {
        long highest = 0;
        long lowest = 0;
        for (int v = 0; v < terms.destinations(); v++) {
            long sum = 0;
            long correction = 0;
            for (int k = terms.rowStart()[v]; k < terms.rowStart()[v + 1]; k++) {
                int u = terms.source()[k];
                RowClass c =
                        new RowClass(input.bits()[u], input.signed(), input.exponents()[u] + terms.shiftOf(k), 1, 0);
                sum += ((1L << c.bits()) - 1) << c.firstPlane();
                correction += c.correction();
            }
            highest = Math.max(highest, sum);
            lowest = Math.min(lowest, -correction);
        }
        return new AccumulatorBound(lowest, highest);
    }

    /**
     * Unsigned inputs of at most {@code bits} bits times the actual weights. Weights of 1 bit have no zero: a column
     * without a feature counts as if all its weights were -1.
     */
    static AccumulatorBound ofWeights(byte[] weights, int outputs, int weightBits, int bits) {
        long top = (1L << bits) - 1;
        if (weightBits == 1) {
            long most = weights.length / outputs * top;
            return new AccumulatorBound(-most, most);
        }
        long[] up = new long[outputs];
        long[] down = new long[outputs];
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > 0) {
                up[i % outputs] += weights[i] * top;
            } else {
                down[i % outputs] += weights[i] * top;
            }
        }
        AccumulatorBound bound = new AccumulatorBound(0, 0);
        for (int f = 0; f < outputs; f++) {
            bound = bound.union(new AccumulatorBound(down[f], up[f]));
        }
        return bound;
    }
}
