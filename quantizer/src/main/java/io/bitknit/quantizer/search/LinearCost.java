// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import java.util.List;

/**
 * Predicts cost from widths, linearly, by least squares with a little damping. Memory is linear in the widths, and
 * cycles nearly are; a tree would know no cost below those that it has seen.
 */
final class LinearCost {
    private static final double DAMPING = 1e-3;

    private final double[] weight;
    private final double scale;

    LinearCost(List<Measured> measured) {
        List<Measured> known =
                measured.stream().filter(m -> Double.isFinite(m.cost())).toList();
        scale = Math.max(1, known.stream().mapToDouble(Measured::cost).max().orElse(1));
        int size = measured.get(0).widths().length + 1;
        double[][] a = new double[size][size + 1];
        for (Measured m : known) {
            double[] x = features(m.widths());
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

    private static double[] features(int[] widths) {
        double[] x = new double[widths.length + 1];
        for (int i = 0; i < widths.length; i++) {
            x[i] = widths[i];
        }
        x[widths.length] = 1;
        return x;
    }

    double predict(int[] widths) {
        double[] x = features(widths);
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
