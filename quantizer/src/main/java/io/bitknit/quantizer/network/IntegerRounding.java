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
        builder = new NetworkBuilder(plan, batch.input());
        integers = new NetworkIntegers(
                batch.input().input(), plan.network().terms(), plan.network().graphStart());
    }

    NetworkIntegers integers() {
        return integers;
    }

    /** Real numbers of each step before rounding, for ranges; empty for an attention. */
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
        integers.add(stage);
        real.add(reals.numbers());
        RowFormat format = stage.format();
        int[] seen = integers.seen(step);
        double[] x = new double[seen.length];
        Arrays.setAll(x, i -> seen[i]);
        double[] low = new double[format.rows()];
        double[] high = new double[format.rows()];
        for (int v = 0; v < low.length; v++) {
            int bits = format.bits(v);
            double margin = format.signed() && bits == 1 ? 0.5 : strictClipping && bits > 1 ? -0.5 : 0;
            low[v] = Math.scalb(RowRange.low(bits, format.signed()) - margin, format.exponent(v));
            high[v] = Math.scalb(RowRange.high(bits, format.signed()) + margin, format.exponent(v));
        }
        Value scale = leaves.get(present.scaleParameter(step)).exp2();
        Value units = reals.dividedBy(scale);
        Step.Sum sum = (Step.Sum) plan.steps().get(step);
        boolean ofNodes = unrounded != null && format.rows() == unrounded.length && sum.kind() != Step.Kind.SCORES;
        if (!ofNodes || unrounded == null) {
            return units.clamped(engine.column(low), engine.column(high))
                    .standingFor(engine.matrix(x, format.rows(), format.features()))
                    .times(scale);
        }
        // With real rows among its terms a sum is no integer: what is not protected is rounded where it stands.
        Value rounded = units.clamped(engine.column(low), engine.column(high));
        boolean relu = sum.after() == Nonlinearity.RELU;
        Value near = rounded.standingFor(nearest(units, format));
        Value mask = engine.column(unrounded);
        Value free = relu ? units.relu() : units;
        return free.times(mask).plus(near.times(mask.negative().plus(1))).times(scale);
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
