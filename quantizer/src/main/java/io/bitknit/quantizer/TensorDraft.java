// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.QuantizedTensor;

/**
 * A calibrated tensor before the model's shift is known.
 *
 * @param exponentCount exponents that the rows could choose from
 * @param factor real value of sum 1 per node, 0 or more: the scales and the normalisation in one number
 * @param bias real bias per feature
 * @param silent rows whose sums are all zero: any multiplier gives the same integers, so they bind nothing
 * @param relativeError root of squared error over squared value; 0 for a tensor of zeros
 */
record TensorDraft(
        String name,
        int features,
        boolean signed,
        int exponentCount,
        double scale,
        byte[] bits,
        byte[] exponents,
        double[] factor,
        double[] bias,
        boolean[] silent,
        double relativeError) {
    /** One bit of the 16 of a multiplier stays free for retrained weights. */
    static final int MULTIPLIER_LIMIT = 1 << 15;

    int nodes() {
        return bits.length;
    }

    /** Whether all multipliers of rows that matter are below the limit at this shift. */
    boolean fits(int shift) {
        for (int v = 0; v < factor.length; v++) {
            if (!silent[v] && exactMultiplier(v, shift) >= MULTIPLIER_LIMIT) {
                return false;
            }
        }
        return true;
    }

    /** Rows whose multiplier rounds to 0 although their sums do not all vanish. */
    int vanishingRows(int shift) {
        int rows = 0;
        for (int v = 0; v < factor.length; v++) {
            if (!silent[v] && factor[v] > 0 && exactMultiplier(v, shift) == 0) {
                rows++;
            }
        }
        return rows;
    }

    QuantizedTensor at(int shift) {
        int[] multipliers = new int[factor.length];
        for (int v = 0; v < multipliers.length; v++) {
            multipliers[v] = (int) Math.min(MULTIPLIER_LIMIT - 1, exactMultiplier(v, shift));
        }
        long[] biases = new long[features];
        for (int f = 0; f < features; f++) {
            biases[f] = (long) Math.floor(Math.scalb(bias[f] / scale, shift) + 0.5);
        }
        return new QuantizedTensor(name, nodes(), features, signed, scale, bits, exponents, multipliers, biases);
    }

    private double exactMultiplier(int node, int shift) {
        return Math.floor(Math.scalb(factor[node] / scale, shift) + 0.5);
    }
}
