// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.Evaluation;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.quantizer.InputQuantizer;
import io.bitknit.quantizer.IntegerForward;
import io.bitknit.quantizer.RowRange;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Parameter;
import io.bitknit.quantizer.engine.SparseMatrix;
import io.bitknit.quantizer.engine.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A GCN whose forward pass is that of the hardware. Parameters are real: weights, biases, and the base-2 logarithm of
 * each scale. Each forward pass turns them into multipliers, biases and integer weights, sums and requantizes in
 * integers, and gives every integer the gradient of the real number that it stands for.
 */
final class IntegerGcn {
    private static final int LARGEST_SHIFT = 20;
    private static final int MULTIPLIER_LIMIT = 1 << 15;
    /** Above this a multiplier would leave hardly a bit of the shift. */
    private static final double LARGEST_FACTOR = 1 << 12;

    private static final double LARGEST_BIAS = 1 << 24;

    private final Engine engine;
    private final FloatModel model;
    private final Adjacency adjacency;
    private final InputQuantizer.Result input;
    private final SparseMatrix inputCodes;
    private final SparseMatrix terms;
    /** Per node 1 / sqrt(degree). */
    private final double[] normalisation;

    private final double accuracyFloatTest;
    private final List<Integer> weightBits;
    private final boolean strictClipping;
    private final List<Format> formats = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();

    /** Width and exponent per node of a stored tensor; arrays are replaced, never changed. */
    record Format(byte[] bits, byte[] exponents) {}

    /**
     * What a forward pass computes.
     *
     * @param stored the integers of each stored tensor, with gradients: per layer the combined and the aggregated one
     * @param exact real values before rounding, in units of the tensor's scale at exponent 0, row-major
     * @param scores the last tensor times its scale
     * @param model exactly these integers as a model
     */
    record Forward(List<Value> stored, List<double[]> exact, Value scores, QuantizedModel model) {
        Forward {
            stored = List.copyOf(stored);
            exact = List.copyOf(exact);
        }

        int[] classes() {
            return io.bitknit.model.FloatForward.classes(scores.numbers(), scores.columns());
        }
    }

    /**
     * @param start the model by calibration: formats, scales and corrected biases to start from
     * @param rates learning rates
     * @param strictClipping whether the lowest and the highest integer of a row pass no gradient, as Degree-Quant has
     *     it; else only what lies beyond them does not
     */
    IntegerGcn(Engine engine, FloatModel model, QuantizedModel start, Rates rates, boolean strictClipping) {
        this.strictClipping = strictClipping;
        this.engine = engine;
        this.model = model;
        adjacency = start.adjacency();
        accuracyFloatTest = start.evaluation().accuracyFloatTest();
        input = InputQuantizer.quantize(
                model.graph(), model.rowNormalised(), start.input().bits());
        double[] codes = new double[input.input().entries()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = input.input().code()[i] & 0xff;
        }
        inputCodes = engine.sparse(
                input.input().features(),
                input.input().rowStart(),
                input.input().column(),
                codes);
        double[] ones = new double[adjacency.terms()];
        Arrays.fill(ones, 1);
        terms = engine.sparse(adjacency.nodes(), adjacency.rowStart(), adjacency.source(), ones);
        normalisation = new double[adjacency.nodes()];
        for (int v = 0; v < normalisation.length; v++) {
            normalisation[v] = adjacency.degree(v) == 0 ? 0 : 1 / Math.sqrt(adjacency.degree(v));
        }
        weightBits = start.layers().stream().map(l -> l.weights().bits()).toList();
        for (int l = 0; l < model.layers().size(); l++) {
            FloatLayer source = model.layers().get(l);
            QuantizedLayer layer = start.layers().get(l);
            QuantizedTensor out = layer.aggregated();
            double[] bias = new double[source.outputs()];
            for (int f = 0; f < bias.length; f++) {
                bias[f] = Math.scalb(out.bias()[f] * out.scale(), -start.requantShift());
            }
            String name = "layers." + l;
            parameters.add(new Parameter(
                    name + ".weight",
                    wide(source.weight()),
                    source.inputs(),
                    source.outputs(),
                    rates.weights(),
                    l == 0 ? rates.weightDecay() : 0));
            parameters.add(new Parameter(name + ".bias", bias, 1, bias.length, rates.weights(), 0));
            parameters.add(scale(name + ".weight.scale", layer.weights().scale(), rates));
            parameters.add(scale(name + ".combined.scale", layer.combined().scale(), rates));
            parameters.add(scale(name + ".aggregated.scale", out.scale(), rates));
            formats.add(new Format(layer.combined().bits(), layer.combined().exponents()));
            formats.add(new Format(out.bits(), out.exponents()));
        }
    }

    /**
     * @param weights of weights and biases
     * @param scales of the logarithms of scales; 0 keeps them as they were calibrated
     * @param weightDecay of the first layer's weights
     */
    record Rates(double weights, double scales, double weightDecay) {}

    private static Parameter scale(String name, double scale, Rates rates) {
        return new Parameter(name, new double[] {log2(scale)}, 1, 1, rates.scales(), 0);
    }

    private static double log2(double x) {
        return Math.log(x) / Math.log(2);
    }

    private static double[] wide(float[] values) {
        double[] out = new double[values.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = values[i];
        }
        return out;
    }

    List<Parameter> parameters() {
        return List.copyOf(parameters);
    }

    int layers() {
        return model.layers().size();
    }

    int features(int tensor) {
        return model.layers().get(tensor / 2).outputs();
    }

    boolean signed(int tensor) {
        return tensor % 2 == 0 || model.layers().get(tensor / 2).activation() != Activation.RELU;
    }

    List<Format> formats() {
        return List.copyOf(formats);
    }

    void setFormat(int tensor, Format format) {
        formats.set(tensor, format);
    }

    /** Scale of a stored tensor; it changes with training. */
    Parameter scaleOf(int tensor) {
        return parameters.get(5 * (tensor / 2) + 3 + tensor % 2);
    }

    /** Scale of a layer's weights; it changes with training. */
    Parameter weightScaleOf(int layer) {
        return parameters.get(5 * layer + 2);
    }

    Parameter weightsOf(int layer) {
        return parameters.get(5 * layer);
    }

    int weightBits(int layer) {
        return weightBits.get(layer);
    }

    Adjacency adjacency() {
        return adjacency;
    }

    private double scaleNow(int tensor) {
        return Math.pow(2, scaleOf(tensor).values()[0]);
    }

    private double weightScaleNow(int layer) {
        return Math.pow(2, weightScaleOf(layer).values()[0]);
    }

    /**
     * Real value of sum 1 per node, divided by the tensor's scale: what the multiplier rounds.
     *
     * @return {@code [nodes]}, at exponent 0
     */
    private double[] factors(int tensor) {
        int layer = tensor / 2;
        double ratio;
        if (tensor % 2 == 1) {
            ratio = scaleNow(tensor - 1) / scaleNow(tensor);
        } else if (layer == 0) {
            ratio = weightScaleNow(0) / scaleNow(tensor);
        } else {
            ratio = scaleNow(tensor - 1) * weightScaleNow(layer) / scaleNow(tensor);
        }
        double[] factor = nodeFactors(tensor);
        for (int v = 0; v < factor.length; v++) {
            factor[v] *= ratio;
        }
        return factor;
    }

    /** The part of a factor that no parameter changes. */
    private double nodeFactor(int tensor, int v) {
        if (tensor == 0) {
            return input.input().scale() * input.rowFactor()[v] * normalisation[v];
        }
        return tensor % 2 == 1
                ? normalisation[v]
                : Math.scalb(normalisation[v], formats.get(tensor - 1).exponents()[v]);
    }

    /** Raises scales that have become so small that multipliers or biases would not fit. */
    void keepInRange() {
        for (int t = 0; t < 2 * layers(); t++) {
            double largest = Arrays.stream(factors(t)).max().orElse(0);
            double over = largest / LARGEST_FACTOR;
            if (t % 2 == 1) {
                for (double b : parameters.get(5 * (t / 2) + 1).values()) {
                    over = Math.max(over, Math.abs(b) / scaleNow(t) / LARGEST_BIAS);
                }
            }
            if (over > 1) {
                scaleOf(t).values()[0] += log2(over);
            }
        }
    }

    /** The largest shift, at most 20, at which every multiplier fits. */
    private int shift() {
        double largest = 0;
        for (int t = 0; t < 2 * layers(); t++) {
            largest = Math.max(largest, Arrays.stream(factors(t)).max().orElse(0));
        }
        int shift = LARGEST_SHIFT;
        while (shift > 1 && Math.floor(Math.scalb(largest, shift) + 0.5) >= MULTIPLIER_LIMIT) {
            shift--;
        }
        return shift;
    }

    /**
     * @param leaves the parameters as values, in their order
     * @param unrounded nodes whose features stay real in this pass, 1 for them and 0 for others, or null for none; with
     *     it, the model of the result is not what was computed
     */
    Forward forward(List<Value> leaves, double @Nullable [] unrounded) {
        int shift = shift();
        List<Value> stored = new ArrayList<>();
        List<double[]> exact = new ArrayList<>();
        List<QuantizedLayer> quantized = new ArrayList<>();
        Value scores = null;
        for (int l = 0; l < layers(); l++) {
            FloatLayer source = model.layers().get(l);
            Value weightScale = leaves.get(5 * l + 2).exp2();
            QuantizedWeights weights = weights(l);
            Value weightsNow = integerWeights(leaves.get(5 * l), weightScale, weights);

            int c = 2 * l;
            Value combinedScale = leaves.get(5 * l + 3).exp2();
            Value sums =
                    l == 0 ? inputCodes.times(weightsNow) : stored.get(c - 1).product(weightsNow);
            Value ratio = l == 0
                    ? weightScale.dividedBy(combinedScale)
                    : weightScale.times(leaves.get(5 * l - 1).exp2()).dividedBy(combinedScale);
            QuantizedTensor combined = tensor(source.name() + ".combined", c, shift, new double[source.outputs()]);
            Value real = sums.times(engine.column(nodeFactors(c))).times(ratio);
            exact.add(real.numbers());
            stored.add(requantized(sums, real, combined, shift, unrounded));

            int a = 2 * l + 1;
            Value aggregatedScale = leaves.get(5 * l + 4).exp2();
            Value spread = stored.get(c);
            if (anyExponent(c)) {
                spread = spread.times(engine.column(powers(formats.get(c).exponents(), 1)));
            }
            Value gathered = terms.times(spread);
            Value bias = leaves.get(5 * l + 1).dividedBy(aggregatedScale);
            QuantizedTensor aggregated = tensor(
                    source.name() + ".aggregated",
                    a,
                    shift,
                    parameters.get(5 * l + 1).values());
            Value realOut = gathered.times(engine.column(nodeFactors(a)))
                    .times(combinedScale.dividedBy(aggregatedScale))
                    .plus(bias);
            exact.add(realOut.numbers());
            stored.add(requantized(gathered, realOut, aggregated, shift, unrounded));
            scores = stored.get(a).times(aggregatedScale);
            quantized.add(new QuantizedLayer(source.name(), source.activation(), weights, combined, aggregated));
        }
        return new Forward(stored, exact, java.util.Objects.requireNonNull(scores), assemble(shift, quantized));
    }

    private QuantizedModel assemble(int shift, List<QuantizedLayer> layers) {
        GraphData graph = model.graph();
        return new QuantizedModel(
                model.name(),
                shift,
                input.input(),
                adjacency,
                layers,
                new Evaluation(graph.classes(), graph.labels(), graph.validation(), graph.test(), accuracyFloatTest),
                Map.of());
    }

    private QuantizedWeights weights(int layer) {
        Parameter p = parameters.get(5 * layer);
        int bits = weightBits.get(layer);
        double scale = weightScaleNow(layer);
        byte[] q = new byte[p.values().length];
        for (int i = 0; i < q.length; i++) {
            q[i] = (byte) RowRange.nearest(p.values()[i] / scale, bits, true);
        }
        return new QuantizedWeights(p.rows(), p.columns(), bits, scale, q);
    }

    private Value integerWeights(Value real, Value scale, QuantizedWeights weights) {
        double[] q = new double[weights.q().length];
        for (int i = 0; i < q.length; i++) {
            q[i] = weights.q()[i];
        }
        double margin = weights.bits() == 1 ? 0.5 : 0;
        return real.dividedBy(scale)
                .clamped(
                        engine.scalar(RowRange.low(weights.bits(), true) - margin),
                        engine.scalar(RowRange.high(weights.bits(), true) + margin))
                .standingFor(engine.matrix(q, weights.inputs(), weights.outputs()));
    }

    /** Format, multipliers and biases of a stored tensor as they are now. */
    private QuantizedTensor tensor(String name, int t, int shift, double[] bias) {
        double[] factors = factors(t);
        int[] multipliers = new int[factors.length];
        for (int v = 0; v < multipliers.length; v++) {
            multipliers[v] = (int) Math.min(MULTIPLIER_LIMIT - 1, Math.floor(Math.scalb(factors[v], shift) + 0.5));
        }
        double scale = scaleNow(t);
        long[] biases = new long[bias.length];
        for (int f = 0; f < biases.length; f++) {
            biases[f] = (long) Math.floor(Math.scalb(bias[f] / scale, shift) + 0.5);
        }
        Format format = formats.get(t);
        return new QuantizedTensor(
                name,
                factors.length,
                bias.length,
                signed(t),
                scale,
                format.bits(),
                format.exponents(),
                multipliers,
                biases);
    }

    /** The stored integers of sums, with the gradient of the real values within the range of each row. */
    private Value requantized(
            Value sums, Value real, QuantizedTensor tensor, int shift, double @Nullable [] unrounded) {
        double[] numbers = sums.numbers();
        long[] exactSums = new long[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            exactSums[i] = (long) numbers[i];
        }
        int[] q = IntegerForward.requantize(exactSums, tensor, shift);
        double[] wide = new double[q.length];
        for (int i = 0; i < q.length; i++) {
            wide[i] = q[i];
        }
        double[] low = new double[tensor.nodes()];
        double[] high = new double[tensor.nodes()];
        for (int v = 0; v < low.length; v++) {
            int bits = tensor.bits()[v];
            boolean sign = tensor.signed() && bits == 1;
            double margin = sign ? 0.5 : strictClipping && bits > 1 ? -0.5 : 0;
            low[v] = RowRange.low(bits, tensor.signed()) - margin;
            high[v] = RowRange.high(bits, tensor.signed()) + margin;
        }
        Value inUnits =
                anyNonZero(tensor.exponents()) ? real.times(engine.column(powers(tensor.exponents(), -1))) : real;
        Value rounded = inUnits.clamped(engine.column(low), engine.column(high))
                .standingFor(engine.matrix(wide, tensor.nodes(), tensor.features()));
        if (unrounded == null) {
            return rounded;
        }
        Value free = tensor.signed() ? inUnits : inUnits.relu();
        Value mask = engine.column(unrounded);
        return free.times(mask).plus(rounded.times(mask.negative().plus(1)));
    }

    private double[] nodeFactors(int tensor) {
        double[] factor = new double[adjacency.nodes()];
        for (int v = 0; v < factor.length; v++) {
            factor[v] = nodeFactor(tensor, v);
        }
        return factor;
    }

    private boolean anyExponent(int tensor) {
        return anyNonZero(formats.get(tensor).exponents());
    }

    private static boolean anyNonZero(byte[] exponents) {
        for (byte e : exponents) {
            if (e != 0) {
                return true;
            }
        }
        return false;
    }

    private static double[] powers(byte[] exponents, int sign) {
        double[] powers = new double[exponents.length];
        for (int v = 0; v < powers.length; v++) {
            powers[v] = Math.scalb(1.0, sign * exponents[v]);
        }
        return powers;
    }
}
