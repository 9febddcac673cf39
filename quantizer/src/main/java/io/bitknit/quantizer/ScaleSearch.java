// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import java.util.Arrays;

/**
 * Scale of a feature tensor and exponent of each group of its rows: the smallest squared error, where each group takes
 * the exponent that is best for it. The grid has a fixed number of steps per octave, so that its error at exponent
 * {@code e} is that at the scale {@code e} octaves up, and one table serves all exponents.
 */
public final class ScaleSearch {
    /** Scale of a tensor that is zero everywhere: what a 1-bit row, which cannot be 0, stands for vanishes. */
    public static final double VANISHING = 0x1p-100;

    private static final int STEPS_PER_OCTAVE = 8;
    /** How far below the scale that holds the largest value without clipping the search goes. */
    private static final int CLIPPING_OCTAVES = 4;

    private ScaleSearch() {}

    /**
     * Rows of a tensor.
     *
     * @param bits width per row
     * @param group per row, {@code 0 .. groups - 1}; rows of a group share an exponent
     */
    public record Rows(byte[] bits, int[] group, int groups) {
        /** Every row has an exponent of its own. */
        public static Rows alone(byte[] bits) {
            int[] group = new int[bits.length];
            Arrays.setAll(group, v -> v);
            return new Rows(bits, group, bits.length);
        }
    }

    /** @param exponents per group, {@code 0 .. count - 1} */
    public record Format(double scale, byte[] exponents) {}

    /**
     * @param values real values, row-major {@code [nodes * features]}; of an unsigned tensor not below 0
     * @param exponentCount exponents that a group may choose from
     * @param smallestScale positive bound that the multipliers and the bias put on the scale
     */
    public static Format search(
            double[] values, int features, Rows rows, boolean signed, int exponentCount, double smallestScale) {
        double largest = 0;
        for (double v : values) {
            largest = Math.max(largest, Math.abs(v));
        }
        if (largest <= smallestScale) {
            return new Format(Math.max(smallestScale, VANISHING), new byte[rows.groups()]);
        }
        int widest = 1;
        for (byte b : rows.bits()) {
            widest = Math.max(widest, b);
        }
        int steps = STEPS_PER_OCTAVE * (widest + CLIPPING_OCTAVES + exponentCount - 1);
        double[][] error = new double[steps + 1][];
        double best = Double.POSITIVE_INFINITY;
        int bestStep = 0;
        for (int step = 0; step <= steps; step++) {
            double scale = scaleAt(largest, step);
            if (scale < smallestScale) {
                break;
            }
            error[step] = errors(values, features, rows, signed, scale);
            double sum = 0;
            for (int g = 0; g < rows.groups(); g++) {
                sum += error[step - STEPS_PER_OCTAVE * bestExponent(error, step, g, exponentCount)][g];
            }
            if (sum < best) {
                best = sum;
                bestStep = step;
            }
        }
        byte[] exponents = new byte[rows.groups()];
        for (int g = 0; g < exponents.length; g++) {
            exponents[g] = (byte) bestExponent(error, bestStep, g, exponentCount);
        }
        return new Format(scaleAt(largest, bestStep), exponents);
    }

    private static double scaleAt(double largest, int step) {
        return largest * Math.pow(2, -(double) step / STEPS_PER_OCTAVE);
    }

    private static int bestExponent(double[][] error, int step, int group, int count) {
        int best = 0;
        for (int e = 1; e < count && step >= STEPS_PER_OCTAVE * e; e++) {
            if (error[step - STEPS_PER_OCTAVE * e][group] < error[step - STEPS_PER_OCTAVE * best][group]) {
                best = e;
            }
        }
        return best;
    }

    private static double[] errors(double[] values, int features, Rows rows, boolean signed, double scale) {
        byte[] bits = rows.bits();
        double[] error = new double[rows.groups()];
        double inverse = 1 / scale;
        for (int v = 0; v < bits.length; v++) {
            double sum = 0;
            int end = (v + 1) * features;
            if (signed && bits[v] == 1) {
                for (int i = v * features; i < end; i++) {
                    double d = Math.abs(values[i]) * inverse - 1;
                    sum += d * d;
                }
            } else {
                double low = RowRange.low(bits[v], signed);
                double high = RowRange.high(bits[v], signed);
                for (int i = v * features; i < end; i++) {
                    double x = values[i] * inverse;
                    double q = Math.floor(x + 0.5);
                    q = q < low ? low : q > high ? high : q;
                    sum += (x - q) * (x - q);
                }
            }
            error[rows.group()[v]] += sum * scale * scale;
        }
        return error;
    }
}
