// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

/**
 * Scale of the scores: the one of a grid at which the most nodes keep the class that their unrounded scores give.
 * Among equals the largest, so that nothing is clipped without need. Labels play no part.
 */
final class ScoreScale {
    private static final int STEPS_PER_OCTAVE = 8;
    private static final int OCTAVES = 4;

    private ScoreScale() {}

    /**
     * @param scores real scores, row-major {@code [nodes * classes]}
     * @param smallestScale positive bound that the multipliers and the bias put on the scale
     */
    static double search(double[] scores, int classes, int bits, double smallestScale) {
        double largest = 0;
        for (double s : scores) {
            largest = Math.max(largest, Math.abs(s));
        }
        double top = largest / RowRange.high(bits, true);
        if (top <= smallestScale) {
            return Math.max(smallestScale, ScaleSearch.VANISHING);
        }
        double best = top;
        int mostKept = -1;
        for (int step = 0; step <= OCTAVES * STEPS_PER_OCTAVE; step++) {
            double scale = top * Math.pow(2, -(double) step / STEPS_PER_OCTAVE);
            if (scale < smallestScale) {
                break;
            }
            int kept = kept(scores, classes, bits, scale);
            if (kept > mostKept) {
                mostKept = kept;
                best = scale;
            }
        }
        return best;
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
