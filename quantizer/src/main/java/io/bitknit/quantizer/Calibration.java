// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.QuantizedWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calibrates the feature tensors in the order in which they are computed; each one sees the integers of those before
 * it. The bias of a layer also takes back the mean error per feature that the integers before it have made, which
 * costs nothing in hardware. Results are kept by the exponent counts that led to them, so that choices that share a
 * beginning share its work.
 */
final class Calibration {
    /** Above this, factor / scale could leave no bit of the shift: 2^13 at a shift of 1 is the largest that fits. */
    private static final double LARGEST_FACTOR = 1 << 13;

    private static final double LARGEST_BIAS = 1 << 24;

    private final FloatModel model;
    private final QuantizationOptions options;
    private final Adjacency adjacency;
    private final List<double[]> floatMeans = new ArrayList<>();
    private final InputQuantizer.Result input;
    private final List<QuantizedWeights> weights = new ArrayList<>();
    private final double[] normalisation;
    private final Map<List<Integer>, Stage> stages = new HashMap<>();

    /**
     * @param adjacency terms with the convolution's self-loops
     * @param floatValues what the float model computes, per layer
     */
    Calibration(
            FloatModel model,
            QuantizationOptions options,
            Adjacency adjacency,
            List<FloatForward.LayerValues> floatValues) {
        this.model = model;
        this.options = options;
        this.adjacency = adjacency;
        input = InputQuantizer.quantize(model.graph(), model.rowNormalised(), options.inputBits());
        for (int l = 0; l < layers(); l++) {
            int bits = Widths.at("weight bits", options.weightBits(), l, layers());
            weights.add(WeightCalibration.quantize(model.layers().get(l), bits));
        }
        normalisation = new double[adjacency.nodes()];
        for (int v = 0; v < normalisation.length; v++) {
            normalisation[v] = adjacency.degree(v) == 0 ? 0 : 1 / Math.sqrt(adjacency.degree(v));
        }
        for (int l = 0; l < layers(); l++) {
            floatMeans.add(mean(floatValues.get(l), model.layers().get(l)));
        }
    }

    private record Stage(List<TensorDraft> drafts, int[] q) {}

    int layers() {
        return model.layers().size();
    }

    InputQuantizer.Result input() {
        return input;
    }

    List<QuantizedWeights> weights() {
        return List.copyOf(weights);
    }

    /**
     * Drafts of all tensors in order: per layer the combined and the aggregated one.
     *
     * @param counts exponent counts of the same tensors in the same order; that of the scores is 1
     */
    List<TensorDraft> drafts(List<Integer> counts) {
        return stage(counts).drafts();
    }

    private Stage stage(List<Integer> counts) {
        Stage known = stages.get(counts);
        if (known != null) {
            return known;
        }
        int last = counts.size() - 1;
        Stage before = last == 0 ? null : stage(counts.subList(0, last));
        Stage stage = last % 2 == 0
                ? combined(last / 2, before, counts.get(last))
                : aggregated(last / 2, before, counts.get(last));
        stages.put(List.copyOf(counts), stage);
        return stage;
    }

    private Stage combined(int layer, @Nullable Stage before, int count) {
        QuantizedWeights w = weights.get(layer);
        int nodes = adjacency.nodes();
        double[] factor = new double[nodes];
        long[] sums;
        if (before == null) {
            sums = IntegerForward.combine(input.input(), w);
            for (int v = 0; v < nodes; v++) {
                factor[v] = input.input().scale() * w.scale() * input.rowFactor()[v] * normalisation[v];
            }
        } else {
            TensorDraft read = before.drafts().get(before.drafts().size() - 1);
            sums = IntegerForward.combine(before.q(), nodes, w);
            for (int v = 0; v < nodes; v++) {
                factor[v] = Math.scalb(read.scale(), read.exponents()[v]) * w.scale() * normalisation[v];
            }
        }
        byte[] bits = options.hidden().combined(layer, layers(), adjacency);
        double[] bias = new double[w.outputs()];
        return calibrate(before, ".combined", layer, sums, factor, bias, bits, true, count);
    }

    private Stage aggregated(int layer, @Nullable Stage combinedBefore, int count) {
        Stage before = Objects.requireNonNull(combinedBefore, "an aggregation follows a combination");
        FloatLayer source = model.layers().get(layer);
        TensorDraft read = before.drafts().get(before.drafts().size() - 1);
        int nodes = adjacency.nodes();
        long[] sums = IntegerForward.aggregate(adjacency, before.q(), read.exponents(), source.outputs());
        double[] factor = new double[nodes];
        for (int v = 0; v < nodes; v++) {
            factor[v] = read.scale() * normalisation[v];
        }
        double[] bias = meanDifference(floatMeans.get(layer), sums, factor);
        byte[] bits;
        if (layer == layers() - 1) {
            bits = new byte[nodes];
            Arrays.fill(bits, (byte) options.scoreBits());
        } else {
            bits = options.hidden().aggregated(layer, layers(), adjacency);
        }
        boolean signed = source.activation() != Activation.RELU;
        return calibrate(before, ".aggregated", layer, sums, factor, bias, bits, signed, count);
    }

    /**
     * Mean of the float model's sums with bias, before the activation, per feature. The sum over all destinations is
     * taken at the sources: node u counts {@code 1 / sqrt(d_u)} times the sum of {@code 1 / sqrt(d_v)} over its
     * users v.
     */
    private double[] mean(FloatForward.LayerValues values, FloatLayer layer) {
        double[] use = new double[adjacency.nodes()];
        for (int v = 0; v < use.length; v++) {
            for (int i = adjacency.rowStart()[v]; i < adjacency.rowStart()[v + 1]; i++) {
                use[adjacency.source()[i]] += normalisation[v];
            }
        }
        double[] mean = new double[values.features()];
        for (int i = 0; i < values.combined().length; i++) {
            int u = i / mean.length;
            mean[i % mean.length] += values.combined()[i] * use[u] * normalisation[u] / use.length;
        }
        for (int f = 0; f < mean.length; f++) {
            mean[f] += layer.bias()[f];
        }
        return mean;
    }

    /** Bias that gives the sums the wanted mean, per feature. */
    private static double[] meanDifference(double[] wanted, long[] sums, double[] factor) {
        double[] bias = wanted.clone();
        for (int i = 0; i < sums.length; i++) {
            bias[i % bias.length] -= sums[i] * factor[i / bias.length] / factor.length;
        }
        return bias;
    }

    private Stage calibrate(
            @Nullable Stage before,
            String suffix,
            int layer,
            long[] sums,
            double[] factor,
            double[] bias,
            byte[] bits,
            boolean signed,
            int count) {
        int features = bias.length;
        double[] values = new double[sums.length];
        boolean[] silent = new boolean[factor.length];
        double largestFactor = 0;
        double largestBias = 0;
        for (int v = 0; v < factor.length; v++) {
            silent[v] = true;
            for (int f = 0; f < features; f++) {
                int i = v * features + f;
                silent[v] &= sums[i] == 0;
                double x = sums[i] * factor[v] + bias[f];
                values[i] = signed || x > 0 ? x : 0;
            }
            largestFactor = silent[v] ? largestFactor : Math.max(largestFactor, factor[v]);
        }
        for (double b : bias) {
            largestBias = Math.max(largestBias, Math.abs(b));
        }
        double smallestScale = Math.max(largestFactor / LARGEST_FACTOR, largestBias / LARGEST_BIAS);
        boolean scores = layer == layers() - 1 && suffix.equals(".aggregated");
        ScaleSearch.Format format = scores
                ? new ScaleSearch.Format(
                        ScoreScale.search(values, features, options.scoreBits(), smallestScale),
                        new byte[factor.length])
                : ScaleSearch.search(values, features, ScaleSearch.Rows.alone(bits), signed, count, smallestScale);
        int[] q = new int[values.length];
        double error = 0;
        double energy = 0;
        for (int i = 0; i < q.length; i++) {
            int v = i / features;
            double unit = Math.scalb(format.scale(), format.exponents()[v]);
            q[i] = RowRange.nearest(values[i] / unit, bits[v], signed);
            double d = values[i] - q[i] * unit;
            error += d * d;
            energy += values[i] * values[i];
        }
        TensorDraft draft = new TensorDraft(
                model.layers().get(layer).name() + suffix,
                features,
                signed,
                count,
                format.scale(),
                bits,
                format.exponents(),
                factor,
                bias,
                silent,
                energy == 0 ? 0 : Math.sqrt(error / energy));
        List<TensorDraft> drafts = new ArrayList<>(before == null ? List.of() : before.drafts());
        drafts.add(draft);
        return new Stage(List.copyOf(drafts), q);
    }
}
