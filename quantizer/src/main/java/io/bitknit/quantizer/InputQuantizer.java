// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.GraphInput;
import io.bitknit.model.SparseInput;
import io.bitknit.model.diag.UserException;
import java.util.Arrays;

/**
 * Input features as unsigned codes with one scale. Zeros are not stored; a value that rounds to 0 is dropped.
 */
public final class InputQuantizer {
    private static final int STEPS_PER_OCTAVE = 8;
    private static final int OCTAVES = 3;

    private InputQuantizer() {}

    /**
     * @param input codes
     * @param rowFactor per node: 1, or of a row-normalised input 1 / (scale * sum of codes), and 0 of an empty row.
     *     Dividing by the sum of the codes and not of the real values keeps the row sum at exactly 1
     * @param relativeError root of squared error over squared value; 0 if the codes are exact
     */
    public record Result(SparseInput input, double[] rowFactor, double relativeError) {}

    /**
     * @param mostBits most bits of a code; fewer are taken if they are exact
     * @throws UserException if a value is negative
     */
    public static Result quantize(GraphInput graph, boolean rowNormalised, int mostBits) {
        float[] value = graph.featureValue();
        float largest = 0;
        float smallest = Float.POSITIVE_INFINITY;
        boolean whole = true;
        for (int v = 0; v < graph.nodes(); v++) {
            for (int i = graph.featureRowStart()[v]; i < graph.featureRowStart()[v + 1]; i++) {
                if (value[i] < 0) {
                    throw new UserException(
                            "Q-007",
                            graph.name(),
                            "feature " + graph.featureColumn()[i] + " of node " + v + " is " + value[i]
                                    + ", input features must be 0 or more; shift each column by its minimum before"
                                    + " training, or split it into a positive and a negative column");
                }
                if (value[i] > 0) {
                    largest = Math.max(largest, value[i]);
                    smallest = Math.min(smallest, value[i]);
                    whole &= value[i] == Math.rint(value[i]);
                }
            }
        }
        int bits = mostBits;
        double scale;
        if (largest == 0) {
            bits = 1;
            scale = 1;
        } else if (smallest == largest) {
            bits = 1;
            scale = largest;
        } else if (whole && largest < (1 << mostBits)) {
            bits = 32 - Integer.numberOfLeadingZeros((int) largest);
            scale = 1;
        } else {
            scale = search(value, largest, bits);
        }
        return encode(graph, rowNormalised, bits, scale);
    }

    private static Result encode(GraphInput graph, boolean rowNormalised, int bits, double scale) {
        int nodes = graph.nodes();
        int[] rowStart = new int[nodes + 1];
        int[] column = new int[graph.featureColumn().length];
        byte[] code = new byte[column.length];
        double[] rowFactor = new double[nodes];
        double error = 0;
        double energy = 0;
        int entries = 0;
        for (int v = 0; v < nodes; v++) {
            long sum = 0;
            for (int i = graph.featureRowStart()[v]; i < graph.featureRowStart()[v + 1]; i++) {
                double x = graph.featureValue()[i];
                int q = RowRange.nearest(x / scale, bits, false);
                error += (x - q * scale) * (x - q * scale);
                energy += x * x;
                if (q != 0) {
                    column[entries] = graph.featureColumn()[i];
                    code[entries++] = (byte) q;
                    sum += q;
                }
            }
            rowStart[v + 1] = entries;
            rowFactor[v] = !rowNormalised ? 1 : sum == 0 ? 0 : 1 / (scale * sum);
        }
        SparseInput input = new SparseInput(
                nodes,
                graph.features(),
                bits,
                scale,
                rowStart,
                Arrays.copyOf(column, entries),
                Arrays.copyOf(code, entries));
        return new Result(input, rowFactor, energy == 0 ? 0 : Math.sqrt(error / energy));
    }

    private static double search(float[] value, double largest, int bits) {
        double top = largest / ((1 << bits) - 1);
        double best = top;
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step <= OCTAVES * STEPS_PER_OCTAVE; step++) {
            double scale = top * Math.pow(2, -(double) step / STEPS_PER_OCTAVE);
            double error = 0;
            for (float x : value) {
                double d = x - scale * RowRange.nearest(x / scale, bits, false);
                error += d * d;
            }
            if (error < least) {
                least = error;
                best = scale;
            }
        }
        return best;
    }
}
