// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** Least squares with no constant below 0: the active-set method of Lawson and Hanson. */
final class NonNegativeLeastSquares {
    private static final double TOLERANCE = 1e-9;

    private final RealMatrix matrix;
    private final RealVector target;
    private final int columns;

    private NonNegativeLeastSquares(double[][] rows, double[] target) {
        this.matrix = new Array2DRowRealMatrix(rows, false);
        this.target = new ArrayRealVector(target, false);
        this.columns = matrix.getColumnDimension();
    }

    /**
     * Minimises the length of {@code rows * x - target} over x without negative elements.
     *
     * @param rows one row per equation, at least one
     * @return x
     */
    static double[] solve(double[][] rows, double[] target) {
        return new NonNegativeLeastSquares(rows, target).run();
    }

    private double[] run() {
        double[] x = new double[columns];
        boolean[] free = new boolean[columns];
        for (int round = 0; round < 3 * columns + 10; round++) {
            int best = steepest(x, free);
            if (best < 0) {
                return x;
            }
            free[best] = true;
            x = feasible(x, free);
        }
        return x;
    }

    /** The variable at 0 whose growth lowers the error most, or -1 if none does. */
    private int steepest(double[] x, boolean[] free) {
        RealVector gradient = matrix.preMultiply(target.subtract(matrix.operate(new ArrayRealVector(x, false))));
        double scale = TOLERANCE * (1 + matrix.preMultiply(target).getLInfNorm());
        int best = -1;
        for (int j = 0; j < columns; j++) {
            if (!free[j]
                    && gradient.getEntry(j) > scale
                    && (best < 0 || gradient.getEntry(j) > gradient.getEntry(best))) {
                best = j;
            }
        }
        return best;
    }

    /** The best point of the free variables, or the last one towards it that has none below 0. */
    private double[] feasible(double[] start, boolean[] free) {
        double[] x = start;
        for (int round = 0; round <= columns; round++) {
            double[] wish = unconstrained(free);
            double step = 1;
            for (int j = 0; j < columns; j++) {
                if (free[j] && wish[j] <= TOLERANCE) {
                    step = Math.min(step, x[j] <= 0 ? 0 : x[j] / (x[j] - wish[j]));
                }
            }
            double[] next = new double[columns];
            for (int j = 0; j < columns; j++) {
                next[j] = free[j] ? x[j] + step * (wish[j] - x[j]) : 0;
                if (next[j] <= TOLERANCE) {
                    next[j] = 0;
                    free[j] = false;
                }
            }
            x = next;
            if (step >= 1) {
                return x;
            }
        }
        return x;
    }

    private double[] unconstrained(boolean[] free) {
        int[] chosen = new int[columns];
        int count = 0;
        for (int j = 0; j < columns; j++) {
            if (free[j]) {
                chosen[count++] = j;
            }
        }
        double[] x = new double[columns];
        if (count == 0) {
            return x;
        }
        int[] rows = new int[matrix.getRowDimension()];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        RealMatrix part = matrix.getSubMatrix(rows, java.util.Arrays.copyOf(chosen, count));
        RealVector solution = new SingularValueDecomposition(part).getSolver().solve(target);
        for (int k = 0; k < count; k++) {
            x[chosen[k]] = solution.getEntry(k);
        }
        return x;
    }
}
