// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.GraphSet;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.network.Nonlinearity;
import io.bitknit.model.network.Part;
import io.bitknit.quantizer.DegreeSplits;
import io.bitknit.quantizer.InputQuantizer;
import io.bitknit.quantizer.ScaleSearch;
import io.bitknit.quantizer.ScoreScale;
import io.bitknit.quantizer.WeightCalibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Scales of all tensors, in the order in which they are computed; each sees the integers of those before it. The
 * smallest squared error decides, for the scores that no node changes its class.
 */
final class NetworkCalibration {
    /** Above these, factor / scale or bias / scale could leave no bit of the shift. */
    private static final double LARGEST_FACTOR = 1 << 13;

    private static final double LARGEST_BIAS = 1 << 24;
    /** A table reaches at least so far below 0: exp(-4) is 2 % of the whole. */
    private static final double LEAST_TABLE_RANGE = 4;

    private final NetworkPlan plan;
    private final NetworkWidths widths;
    private final NetworkBuilder builder;
    private final NetworkIntegers integers;
    private final int layers;
    private final List<Optional<StepFormat>> formats = new ArrayList<>();
    private double logitScale;

    private NetworkCalibration(NetworkPlan plan, NetworkWidths widths, InputQuantizer.Result input) {
        this.plan = plan;
        this.widths = widths;
        this.builder = new NetworkBuilder(plan, input);
        this.integers = new NetworkIntegers(
                input.input(), plan.network().terms(), plan.network().graphStart());
        this.layers = plan.network().layers().size();
    }

    /**
     * @return a format per step; empty for an attention, which needs none but its width
     */
    static List<Optional<StepFormat>> formats(NetworkPlan plan, NetworkWidths widths, InputQuantizer.Result input) {
        NetworkCalibration calibration = new NetworkCalibration(plan, widths, input);
        for (int i = 0; i < plan.steps().size(); i++) {
            calibration.next(i);
        }
        return calibration.formats;
    }

    private void next(int index) {
        if (!(plan.steps().get(index) instanceof Step.Sum step)) {
            int layer = plan.steps().get(index).layer();
            integers.add(builder.addAttention(widths.attentionBits(layer, layers)));
            formats.add(Optional.empty());
            return;
        }
        List<QuantizedWeights> weights = weights(step, widths.weightBits(step.layer(), layers));
        double[] y = real(step, weights, builder.rows(index));
        double largest = largestFactor(step, weights);
        double largestBias = 0;
        for (float b : step.bias()) {
            largestBias = Math.max(largestBias, Math.abs(b));
        }
        double smallest = Math.max(largest / LARGEST_FACTOR, largestBias / LARGEST_BIAS);
        double tableScale = 0;
        if (step.after() == Nonlinearity.ELU) {
            double most = LEAST_TABLE_RANGE;
            for (double v : y) {
                most = Math.max(most, Math.abs(v));
            }
            tableScale = Math.max(smallest, most / ((1 << (NetworkBuilder.INDEX_BITS - 1)) - 1));
        }
        for (int i = 0; i < y.length; i++) {
            y[i] = step.after().of(y[i]);
        }
        formats.add(Optional.of(format(index, step, weights, y, smallest, tableScale)));
        integers.add(builder.add(formats.get(index).orElseThrow()));
    }

    private StepFormat format(
            int index, Step.Sum step, List<QuantizedWeights> weights, double[] y, double smallest, double tableScale) {
        RowRule bits = widths.rowBits(step, layers);
        RowRule exponents = RowRule.all(0);
        double scale;
        if (step.kind() == Step.Kind.SCORES) {
            scale = ScoreScale.search(y, step.features(), bits.first(), smallest);
        } else if (step.kind() == Step.Kind.LOGITS) {
            scale = logits(index, y, bits.first(), smallest);
        } else {
            byte[] perRow = bits.rows(plan.network().terms());
            if (perRow.length == 1) {
                perRow = new byte[y.length / step.features()];
                Arrays.fill(perRow, (byte) bits.first());
            }
            boolean chosen = step.kind() != Step.Kind.GRAPHS && widths.exponents() > 1;
            boolean byDegree = chosen && plan.network().graph() instanceof GraphSet;
            DegreeSplits octaves = DegreeSplits.octaves();
            ScaleSearch.Rows rows = byDegree
                    ? new ScaleSearch.Rows(
                            perRow, octaves.bucketPerNode(plan.network().terms()), octaves.buckets())
                    : ScaleSearch.Rows.alone(perRow);
            ScaleSearch.Format found = ScaleSearch.search(
                    y,
                    step.features(),
                    rows,
                    step.after() != Nonlinearity.RELU,
                    chosen ? widths.exponents() : 1,
                    smallest);
            scale = found.scale();
            if (chosen) {
                exponents = byDegree ? RowRule.byDegree(found.exponents(), octaves) : RowRule.each(found.exponents());
            }
        }
        double[] bias = new double[step.features()];
        for (int f = 0; f < bias.length; f++) {
            bias[f] = step.bias()[f];
        }
        return new StepFormat(scale, tableScale, bits, exponents, weights, bias);
    }

    /** Both ends of an edge have one scale, that of the larger; the first of the two looks ahead. */
    private double logits(int index, double[] y, int bits, double smallest) {
        boolean first = !(plan.steps().get(index - 1) instanceof Step.Sum before && before.kind() == Step.Kind.LOGITS);
        if (first) {
            Step.Sum other = (Step.Sum) plan.steps().get(index + 1);
            double most = 0;
            for (double[] values :
                    List.of(y, real(other, weights(other, NetworkPlan.LOGIT_WEIGHT_BITS), builder.rows(index)))) {
                for (double v : values) {
                    most = Math.max(most, Math.abs(v));
                }
            }
            logitScale = Math.max(smallest, Math.max(ScaleSearch.VANISHING, most / ((1 << (bits - 1)) - 0.5)));
        }
        return logitScale;
    }

    static List<QuantizedWeights> weights(Step.Sum step, int chosenBits) {
        List<QuantizedWeights> weights = new ArrayList<>();
        for (Term term : step.terms()) {
            if (term instanceof Term.Product product) {
                int bits = product.bits() == 0 ? chosenBits : product.bits();
                weights.add(WeightCalibration.quantize(product.weight(), product.inputs(), product.outputs(), bits));
            }
        }
        return weights;
    }

    private double largestFactor(Step.Sum step, List<QuantizedWeights> weights) {
        double largest = 0;
        int products = 0;
        for (Term term : step.terms()) {
            QuantizedWeights w = term instanceof Term.Product ? weights.get(products++) : null;
            for (double unit : builder.unit(term, w)) {
                largest = Math.max(largest, Math.abs(unit));
            }
        }
        return largest;
    }

    /** Real value of a step's sums with bias, before its nonlinearity. */
    private double[] real(Step.Sum step, List<QuantizedWeights> weights, int rows) {
        int features = step.features();
        double[] y = new double[rows * features];
        int products = 0;
        for (Term term : step.terms()) {
            QuantizedWeights w = term instanceof Term.Product ? weights.get(products++) : null;
            double[] unit = builder.unit(term, w);
            if (term instanceof Term.Weighted weighted) {
                NetworkIntegers.Weighed weighed =
                        integers.weigh(new Part.Weighted(term.from(), weighted.attention(), 1), features);
                for (int i = 0; i < y.length; i++) {
                    y[i] += weighed.weight()[i] == 0 ? 0 : unit[0] * weighed.acc()[i] / weighed.weight()[i];
                }
            } else {
                long[] acc = integers.accumulate(shape(term, w), rows, features);
                for (int i = 0; i < y.length; i++) {
                    y[i] += acc[i] * unit[unit.length == 1 ? 0 : i / features];
                }
            }
        }
        for (int i = 0; i < y.length; i++) {
            y[i] += step.bias()[i % features];
        }
        return y;
    }

    /** The part that a term becomes, before its multipliers are known. */
    private static Part shape(Term term, @Nullable QuantizedWeights weights) {
        int[] none = new int[0];
        if (weights != null) {
            return new Part.Product(term.from(), weights, none);
        }
        if (term instanceof Term.Neighbours) {
            return new Part.Neighbours(term.from(), none);
        }
        return term instanceof Term.Own ? new Part.Own(term.from(), none) : new Part.Pooled(term.from(), none);
    }

    /** Stages for a plan, with formats that another plan of the same network may have given. */
    static NetworkBuilder build(
            NetworkPlan plan, NetworkWidths widths, InputQuantizer.Result input, List<Optional<StepFormat>> formats) {
        NetworkBuilder builder = new NetworkBuilder(plan, input);
        int layers = plan.network().layers().size();
        for (int i = 0; i < formats.size(); i++) {
            if (formats.get(i).isPresent()) {
                builder.add(formats.get(i).orElseThrow());
            } else {
                builder.addAttention(widths.attentionBits(plan.steps().get(i).layer(), layers));
            }
        }
        return builder;
    }
}
