// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

/** Exact ranges of sums, from the actual weights, widths, exponents and terms. */
public final class SumBounds {
    private SumBounds() {}

    /** Codes are summed as unsigned numbers and the correction is subtracted after, so both ends count. */
    public static SumBound of(Graph graph, Op.GatherSum op) {
        RowFormat rows = RowFormat.of(graph, op.input());
        int[] high = new int[rows.bits().length];
        int[] correction = new int[high.length];
        for (int u = 0; u < high.length; u++) {
            high[u] = rows.highestCode(u);
            correction[u] = rows.correction(u);
        }
        ConstantArray.Terms terms = graph.constants().terms(op.terms());
        long highest = 0;
        long mostCorrected = 0;
        for (int v = 0; v < terms.destinations(); v++) {
            long sum = 0;
            long corrected = 0;
            for (int k = terms.rowStart()[v]; k < terms.rowStart()[v + 1]; k++) {
                int u = terms.source()[k];
                sum += (long) high[u] << terms.shiftOf(k);
                corrected += (long) correction[u] << terms.shiftOf(k);
            }
            highest = Math.max(highest, sum);
            mostCorrected = Math.max(mostCorrected, corrected);
        }
        return new SumBound(-mostCorrected, highest);
    }

    public static SumBound of(Graph graph, Op.MatMul op) {
        Op.Constant weights = (Op.Constant) graph.op(op.weights());
        if (graph.op(op.input()) instanceof Op.SparseInput input) {
            return ofSparse(
                    graph.constants().sparseRows(input.rows()), weights.result().maxBits());
        }
        TensorType.Codes input = (TensorType.Codes) graph.op(op.input()).result();
        byte[] values = graph.constants().int8s(weights.values());
        return ofWeights(values, weights.result(), input);
    }

    /** As the gather-sum of weight rows will be bounded: a code is the sum of its bits. */
    private static SumBound ofSparse(ConstantArray.SparseRows rows, int weightBits) {
        long most = 0;
        for (int v = 0; v < rows.rows(); v++) {
            long codes = 0;
            for (int k = rows.rowStart()[v]; k < rows.rowStart()[v + 1]; k++) {
                codes += rows.code()[k] & 0xFF;
            }
            most = Math.max(most, codes);
        }
        return weightBits == 1
                ? new SumBound(-most, 2 * most)
                : new SumBound(-(most << (weightBits - 1)), most * ((1L << weightBits) - 1));
    }

    /** Weights of 1 bit have no zero: an unused column of the dense unit counts as if all its weights were -1. */
    private static SumBound ofWeights(byte[] values, TensorType.Codes weights, TensorType.Codes input) {
        long top = input.signed() ? 1L << (input.maxBits() - 1) : (1L << input.maxBits()) - 1;
        if (weights.maxBits() == 1) {
            long most = weights.rows() * top;
            return new SumBound(-most, most);
        }
        int outputs = weights.features();
        long[] up = new long[outputs];
        long[] down = new long[outputs];
        for (int i = 0; i < values.length; i++) {
            long product = values[i] * top;
            up[i % outputs] += input.signed() ? Math.abs(product) : Math.max(0, product);
            down[i % outputs] += input.signed() ? -Math.abs(product) : Math.min(0, product);
        }
        long lowest = 0;
        long highest = 0;
        for (int f = 0; f < outputs; f++) {
            lowest = Math.min(lowest, down[f]);
            highest = Math.max(highest, up[f]);
        }
        return new SumBound(lowest, highest);
    }
}
