// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Predicts cost from widths, linearly, by least squares with a little damping. Memory is linear in the widths; cycles
 * nearly are, but for what mixing widths in a tensor costs. A tree would know no cost below those that it has seen.
 */
final class LinearCost {
    private static final double DAMPING = 1e-3;

    private final Function<int[], double[]> known;
    private final double[] weight;
    private final double scale;

    /** @param features what cost is linear in, from the widths of a configuration */
    LinearCost(List<Measured> measured, Function<int[], double[]> features) {
        known = features;
        List<Measured> held =
                measured.stream().filter(m -> Double.isFinite(m.cost())).toList();
        scale = Math.max(1, held.stream().mapToDouble(Measured::cost).max().orElse(1));
        int size = features.apply(measured.get(0).widths()).length + 1;
        double[][] a = new double[size][size + 1];
        for (Measured m : held) {
            double[] x = withOne(m.widths());
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    a[i][j] += x[i] * x[j];
                }
                a[i][size] += x[i] * m.cost() / scale;
            }
        }
        for (int i = 0; i < size; i++) {
            a[i][i] += DAMPING;
        }
        weight = solved(a);
    }

    private double[] withOne(int[] widths) {
        double[] features = known.apply(widths);
        double[] x = Arrays.copyOf(features, features.length + 1);
        x[features.length] = 1;
        return x;
    }

    double predict(int[] widths) {
        double[] x = withOne(widths);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += x[i] * weight[i];
        }
        return sum * scale;
    }

    /** Gauss elimination; the matrix is positive definite. */
    private static double[] solved(double[][] a) {
        int n = a.length;
        for (int i = 0; i < n; i++) {
            for (int r = i + 1; r < n; r++) {
                double factor = a[r][i] / a[i][i];
                for (int c = i; c <= n; c++) {
                    a[r][c] -= factor * a[i][c];
                }
            }
        }
        double[] x = new double[n];
        for (int i = n - 1; i >= 0; i--) {
            double sum = a[i][n];
            for (int c = i + 1; c < n; c++) {
                sum -= a[i][c] * x[c];
            }
            x[i] = sum / a[i][i];
        }
        return x;
    }
}
