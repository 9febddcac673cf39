// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.network.Nonlinearity;
import io.bitknit.model.network.RowFormat;
import io.bitknit.model.network.Stage;
import io.bitknit.quantizer.RowRange;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the integers of each step in the place of its real numbers. They are computed by {@link NetworkIntegers} out of
 * what {@link NetworkBuilder} makes of the present parameters, so they are the integers of the network that would be
 * exported; the gradient is that of the real numbers within the range of each row.
 */
final class IntegerRounding implements PlanForward.Rounding {
    private final Engine engine;
    private final PlanParameters parameters;
    private final NetworkPlan plan;
    private final PresentIntegers present;
    private final List<Value> leaves;
    private final boolean strictClipping;
    private final double @Nullable [] unrounded;
    /** Whether the integers are computed: an attention's shares always are. */
    private final boolean exact;

    private final NetworkBuilder builder;
    private final NetworkIntegers integers;
    private final List<double[]> real = new ArrayList<>();

    /**
     * @param strictClipping whether the lowest and the highest integer pass no gradient, as Degree-Quant has it
     * @param unrounded 1 per node that stays real in this step, else 0; null for none
     */
    IntegerRounding(
            Engine engine,
            PresentIntegers present,
            PlanBatch batch,
            List<Value> leaves,
            boolean strictClipping,
            double @Nullable [] unrounded) {
        this.engine = engine;
        this.present = present;
        this.parameters = present.parameters();
        this.plan = batch.plan();
        this.leaves = leaves;
        this.strictClipping = strictClipping;
        this.unrounded = unrounded;
        exact = unrounded == null || plan.steps().stream().anyMatch(step -> !(step instanceof Step.Sum));
        builder = new NetworkBuilder(plan, batch.input());
        integers = new NetworkIntegers(
                batch.input().input(), plan.network().terms(), plan.network().graphStart());
    }

    /** Of the whole pass; only where nothing is protected. */
    NetworkIntegers integers() {
        return integers;
    }

    /**
     * Real numbers of each step before rounding, divided by the power of two of their row, for ranges; empty for an
     * attention, and where nothing is protected.
     */
    List<double[]> real() {
        return real;
    }

    @Override
    public Value weights(int step, int index, Value reals) {
        QuantizedWeights weights = present.weights(step, index);
        double[] q = new double[weights.q().length];
        Arrays.setAll(q, i -> weights.q()[i]);
        Value scale = leaves.get(parameters.weightScale(step, index)).exp2();
        double margin = weights.bits() == 1 ? 0.5 : 0;
        return reals.dividedBy(scale)
                .clamped(
                        engine.scalar(RowRange.low(weights.bits(), true) - margin),
                        engine.scalar(RowRange.high(weights.bits(), true) + margin))
                .standingFor(engine.matrix(q, weights.inputs(), weights.outputs()))
                .times(scale);
    }

    @Override
    public Value stored(int step, Value reals) {
        Stage.Sum stage = builder.add(present.format(step));
        if (exact) {
            integers.add(stage);
        }
        RowFormat format = stage.format();
        real.add(unrounded == null ? new double[0] : ofRows(reals.numbers(), format));
        double[] low = new double[format.rows()];
        double[] high = new double[format.rows()];
        for (int v = 0; v < low.length; v++) {
            int bits = format.bits(v);
            double margin = format.signed() && bits == 1 ? 0.5 : strictClipping && bits > 1 ? -0.5 : 0;
            // The lowest integer of what is never negative is 0: what rounds to it is not clipped.
            double below = format.signed() ? margin : 0;
            low[v] = Math.scalb(RowRange.low(bits, format.signed()) - below, format.exponent(v));
            high[v] = Math.scalb(RowRange.high(bits, format.signed()) + margin, format.exponent(v));
        }
        Value scale = leaves.get(present.scaleParameter(step)).exp2();
        Value units = reals.dividedBy(scale);
        Step.Sum sum = (Step.Sum) plan.steps().get(step);
        Value rounded = units.clamped(engine.column(low), engine.column(high));
        if (unrounded == null) {
            return rounded.standingFor(integers(step, format)).times(scale);
        }
        // With real rows among its terms a sum is no integer: what is not protected is rounded where it stands.
        Value near = rounded.standingFor(nearest(units, format));
        boolean ofNodes = format.rows() == unrounded.length && sum.kind() != Step.Kind.SCORES;
        if (!ofNodes) {
            return near.times(scale);
        }
        Value free = sum.after() == Nonlinearity.RELU ? units.relu() : units;
        Value mask = engine.column(unrounded);
        return free.times(mask).plus(near.times(mask.negative().plus(1))).times(scale);
    }

    private Value integers(int step, RowFormat format) {
        int[] seen = integers.seen(step);
        double[] x = new double[seen.length];
        Arrays.setAll(x, i -> seen[i]);
        return engine.matrix(x, format.rows(), format.features());
    }

    private static double[] ofRows(double[] numbers, RowFormat format) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Math.scalb(numbers[i], -format.exponent(i / format.features()));
        }
        return numbers;
    }

    private Value nearest(Value units, RowFormat format) {
        double[] u = units.numbers();
        for (int i = 0; i < u.length; i++) {
            int row = i / format.features();
            double q = RowRange.nearest(Math.scalb(u[i], -format.exponent(row)), format.bits(row), format.signed());
            u[i] = Math.scalb(q, format.exponent(row));
        }
        return engine.matrix(u, format.rows(), format.features());
    }

    @Override
    public Value shares(int step, Value reals) {
        Stage.Attention stage = present.addAttention(builder, step);
        integers.add(stage);
        real.add(new double[0]);
        int[] weight = integers.values().get(step);
        int heads = stage.heads();
        int[] rowStart = plan.network().terms().rowStart();
        double[] share = new double[weight.length];
        for (int v = 0; v + 1 < rowStart.length; v++) {
            for (int head = 0; head < heads; head++) {
                double sum = 0;
                for (int t = rowStart[v]; t < rowStart[v + 1]; t++) {
                    sum += weight[t * heads + head];
                }
                for (int t = rowStart[v]; t < rowStart[v + 1]; t++) {
                    share[t * heads + head] = weight[t * heads + head] / sum;
                }
            }
        }
        return reals.standingFor(engine.matrix(share, reals.rows(), heads));
    }
}
