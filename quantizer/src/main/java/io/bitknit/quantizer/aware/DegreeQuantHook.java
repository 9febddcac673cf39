// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import io.bitknit.model.Adjacency;
import io.bitknit.quantizer.RowRange;
import io.bitknit.quantizer.aware.IntegerGcn.Forward;
import io.bitknit.quantizer.degreequant.Percentile;
import io.bitknit.quantizer.degreequant.Percentile.Range;
import io.bitknit.quantizer.degreequant.Protection;
import io.bitknit.quantizer.engine.Parameter;
import io.bitknit.quantizer.engine.Value;
import io.bitknit.quantizer.train.Randomness;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Degree-Quant between epochs: draws the nodes that stay in floating point, and moves every scale after the percentiles
 * of its tensor. The zero point is 0, so a range becomes the smallest scale that holds both of its ends.
 */
final class DegreeQuantHook implements AwareTraining.Hook {
    private static final double MOMENTUM = 0.01;
    private static final int EIGHT_BITS = 8;

    private final double[] probability;
    private final Percentile percentile;
    private final long seed;
    private final Map<String, Range> ranges = new HashMap<>();

    DegreeQuantHook(Method.DegreeQuant method, Adjacency adjacency, long seed) {
        int[] inDegrees = new int[adjacency.nodes()];
        for (int v = 0; v < inDegrees.length; v++) {
            inDegrees[v] = adjacency.degree(v) - 1;
        }
        probability = new Protection(method.protectLeast(), method.protectChange()).probabilities(inDegrees);
        percentile = method.bits() >= EIGHT_BITS ? Percentile.INT8 : Percentile.INT4;
        this.seed = seed;
    }

    @Override
    public double[] unrounded(int epoch) {
        UniformRandomProvider random = Randomness.of(seed, "protection", epoch);
        double[] mask = new double[probability.length];
        for (int v = 0; v < mask.length; v++) {
            mask[v] = random.nextDouble() < probability[v] ? 1 : 0;
        }
        return mask;
    }

    @Override
    public void before(int epoch, AwareTraining training) {
        IntegerGcn network = training.network();
        for (int l = 0; l < network.layers(); l++) {
            double[] weights = network.weightsOf(l).values();
            move("weights " + l, network.weightScaleOf(l), weights, network.weightBits(l), true);
        }
        double[] mask = unrounded(epoch);
        List<double[]> exact = training.engine().step(() -> {
            List<Value> leaves =
                    network.parameters().stream().map(training.engine()::leaf).toList();
            Forward forward = network.forward(leaves, mask);
            return forward.exact();
        });
        // The scores keep their calibrated scale: their width is not the method's.
        for (int t = 0; t < exact.size() - 1; t++) {
            Parameter scale = network.scaleOf(t);
            double unit = Math.pow(2, scale.values()[0]);
            int features = network.features(t);
            double[] real = new double[exact.get(t).length];
            int kept = 0;
            for (int i = 0; i < real.length; i++) {
                if (mask[i / features] == 0) {
                    real[kept++] = exact.get(t)[i] * unit;
                }
            }
            int bits = network.formats().get(t).bits()[0];
            move("tensor " + t, scale, Arrays.copyOf(real, kept), bits, network.signed(t));
        }
    }

    private void move(String name, Parameter scale, double[] real, int bits, boolean signed) {
        if (real.length == 0) {
            return;
        }
        float[] narrow = new float[real.length];
        for (int i = 0; i < real.length; i++) {
            narrow[i] = (float) (signed ? real[i] : Math.max(0, real[i]));
        }
        Range seen = percentile.range(narrow);
        Range range = ranges.merge(name, seen, (old, now) -> old.moved(now, MOMENTUM));
        double needed = range.high() / RowRange.high(bits, signed);
        if (signed) {
            needed = Math.max(needed, range.low() / RowRange.low(bits, true));
        }
        if (needed > 0) {
            scale.values()[0] = Math.log(needed) / Math.log(2);
        }
    }
}
