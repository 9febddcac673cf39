// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

/**
 * Scale of the scores: the largest of a grid at which nearly as many nodes as possible keep the class that their
 * unrounded scores give. The largest, so that nothing is clipped without need and that the multipliers stay small: they
 * share one shift with those of all tensors. Labels play no part.
 */
public final class ScoreScale {
    private static final int STEPS_PER_OCTAVE = 8;
    private static final int OCTAVES = 4;
    /** Share of the nodes that may change class for the sake of a larger scale. */
    private static final double TOLERANCE = 0.001;

    private ScoreScale() {}

    /**
     * @param scores real scores, row-major {@code [nodes * classes]}
     * @param smallestScale positive bound that the multipliers and the bias put on the scale
     */
    public static double search(double[] scores, int classes, int bits, double smallestScale) {
        double largest = 0;
        for (double s : scores) {
            largest = Math.max(largest, Math.abs(s));
        }
        double top = largest / RowRange.high(bits, true);
        if (top <= smallestScale) {
            return Math.max(smallestScale, ScaleSearch.VANISHING);
        }
        int steps = 0;
        int[] kept = new int[OCTAVES * STEPS_PER_OCTAVE + 1];
        int mostKept = 0;
        while (steps < kept.length && scaleAt(top, steps) >= smallestScale) {
            kept[steps] = kept(scores, classes, bits, scaleAt(top, steps));
            mostKept = Math.max(mostKept, kept[steps++]);
        }
        int step = 0;
        while (kept[step] < mostKept - TOLERANCE * scores.length / classes) {
            step++;
        }
        return scaleAt(top, step);
    }

    private static double scaleAt(double top, int step) {
        return top * Math.pow(2, -(double) step / STEPS_PER_OCTAVE);
    }

    private static int kept(double[] scores, int classes, int bits, double scale) {
        int kept = 0;
        for (int start = 0; start < scores.length; start += classes) {
            int exact = 0;
            int rounded = 0;
            int roundedBest = RowRange.nearest(scores[start] / scale, bits, true);
            for (int c = 1; c < classes; c++) {
                exact = scores[start + c] > scores[start + exact] ? c : exact;
                int q = RowRange.nearest(scores[start + c] / scale, bits, true);
                if (q > roundedBest) {
                    roundedBest = q;
                    rounded = c;
                }
            }
            kept += exact == rounded ? 1 : 0;
        }
        return kept;
    }
}
