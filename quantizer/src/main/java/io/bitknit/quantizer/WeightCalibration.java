// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.FloatLayer;
import io.bitknit.model.QuantizedWeights;

/** One scale per weight matrix: the one of a fine grid that has the smallest squared error, clipping included. */
public final class WeightCalibration {
    private static final int STEPS_PER_OCTAVE = 32;
    private static final int OCTAVES = 3;

    private WeightCalibration() {}

    static QuantizedWeights quantize(FloatLayer layer, int bits) {
        return quantize(layer.weight(), layer.inputs(), layer.outputs(), bits);
    }

    /** @param weight row-major {@code [inputs * outputs]} */
    public static QuantizedWeights quantize(float[] weight, int inputs, int outputs, int bits) {
        double largest = 0;
        double sum = 0;
        for (float w : weight) {
            largest = Math.max(largest, Math.abs(w));
            sum += Math.abs(w);
        }
        double scale;
        if (largest == 0) {
            // With 1 bit a weight cannot be 0; a scale this small makes every product vanish.
            scale = ScaleSearch.VANISHING;
        } else if (bits == 1) {
            scale = sum / weight.length;
        } else {
            scale = search(weight, bits, largest);
        }
        byte[] q = new byte[weight.length];
        for (int i = 0; i < q.length; i++) {
            q[i] = (byte) RowRange.nearest(weight[i] / scale, bits, true);
        }
        return new QuantizedWeights(inputs, outputs, bits, scale, q);
    }

    /** Root of squared error over squared weight; 0 for weights that are all 0. */
    static double relativeError(FloatLayer layer, QuantizedWeights weights) {
        double error = 0;
        double energy = 0;
        for (int i = 0; i < weights.q().length; i++) {
            double d = layer.weight()[i] - weights.scale() * weights.q()[i];
            error += d * d;
            energy += (double) layer.weight()[i] * layer.weight()[i];
        }
        return energy == 0 ? 0 : Math.sqrt(error / energy);
    }

    private static double search(float[] weight, int bits, double largest) {
        double top = 2 * largest / (1 << (bits - 1));
        double best = top;
        double least = Double.POSITIVE_INFINITY;
        for (int step = 0; step <= OCTAVES * STEPS_PER_OCTAVE; step++) {
            double scale = top * Math.pow(2, -(double) step / STEPS_PER_OCTAVE);
            double error = 0;
            for (float w : weight) {
                double d = w - scale * RowRange.nearest(w / scale, bits, true);
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
