// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.network.Nonlinearity;
import io.bitknit.model.network.Part;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Terms;
import io.bitknit.quantizer.engine.Value;
import io.bitknit.quantizer.train.Randomness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.commons.rng.UniformRandomProvider;
import org.jspecify.annotations.Nullable;

/**
 * Real numbers of a plan with gradients. A {@link Rounding} may put the integers of each step in the place of its real
 * numbers; without one this is the float network.
 */
final class PlanForward {
    /** What a batch normalisation adds to a variance. */
    static final double NORM_EPSILON = 1e-5;

    private static final double NORM_MOMENTUM = 0.1;
    private static final double SMALLEST_NORM = 1e-12;

    private final Engine engine;
    private final PlanParameters parameters;
    private final PlanBatch batch;
    private final List<Value> leaves;
    private final Rounding rounding;
    private final double dropout;
    private final @Nullable UniformRandomProvider random;
    /** Per step its real numbers, or per term and head the share of an attention. */
    private final List<Value> values = new ArrayList<>();

    /** What happens to the numbers of a step before others read them. */
    interface Rounding {
        Rounding NONE = new Rounding() {};

        /** Integer weights times their scale, with the gradient of the real ones. */
        default Value weights(int step, int index, Value real) {
            return real;
        }

        /** What is stored. */
        default Value stored(int step, Value real) {
            return real;
        }

        /** Shares of the terms of every node, {@code [terms, heads]}. */
        default Value shares(int step, Value real) {
            return real;
        }
    }

    /**
     * @param random where the masks of dropout come from; null outside of training
     */
    PlanForward(
            Engine engine,
            PlanParameters parameters,
            PlanBatch batch,
            List<Value> leaves,
            Rounding rounding,
            double dropout,
            @Nullable UniformRandomProvider random) {
        this.engine = engine;
        this.parameters = parameters;
        this.batch = batch;
        this.leaves = leaves;
        this.rounding = rounding;
        this.dropout = dropout;
        this.random = random;
    }

    /** Scores, {@code [nodes or graphs, classes]}. */
    Value run() {
        List<Step> steps = batch.plan().steps();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Step.Sum sum) {
                // Neighbours read it, and often the node itself, too.
                values.add(engine.cut(rounding.stored(i, sum(i, sum))));
            } else if (steps.get(i) instanceof Step.Additive additive) {
                Value logits = values.get(additive.source())
                        .select(terms().sources())
                        .plus(values.get(additive.target()).select(terms().targets()))
                        .leakyRelu(additive.slope());
                values.add(rounding.shares(i, softmax(logits, additive.heads())));
            } else {
                Value x = values.get(((Step.Cosine) steps.get(i)).from());
                Value unit = engine.cut(
                        x.dividedBy(x.times(x).sumOfRows().plus(SMALLEST_NORM).sqrt()));
                Value cosine = terms().dots(unit, unit);
                values.add(rounding.shares(i, softmax(cosine.times(leaves.get(parameters.beta(i))), 1)));
            }
        }
        return values.get(values.size() - 1);
    }

    private Value sum(int index, Step.Sum step) {
        Value total = null;
        int products = 0;
        for (Term term : step.terms()) {
            Value part = term instanceof Term.Product product ? product(index, products++, step, product) : plain(term);
            total = total == null ? part : total.plus(part);
        }
        Value sum = Objects.requireNonNull(total);
        if (parameters.norm(index) >= 0) {
            sum = normalised(index, sum);
        }
        if (parameters.bias(index) >= 0) {
            sum = sum.plus(leaves.get(parameters.bias(index)));
        }
        return step.after() == Nonlinearity.RELU ? sum.relu() : step.after() == Nonlinearity.ELU ? sum.elu() : sum;
    }

    private Value product(int index, int number, Step.Sum step, Term.Product product) {
        Value weight = leaves.get(parameters.product(index, number));
        if (step.kind() == Step.Kind.LOGITS) {
            double[] inside = new double[product.weight().length];
            int size = product.inputs() / product.outputs();
            Arrays.setAll(inside, i -> i / product.outputs() / size == i % product.outputs() ? 1 : 0);
            weight = weight.times(engine.matrix(inside, product.inputs(), product.outputs()));
        }
        weight = rounding.weights(index, number, weight);
        if (product.from() == Part.INPUT) {
            if (random == null || dropout == 0 || batch.pool() != null) {
                return batch.inputMatrix().times(weight);
            }
            double[] kept = Randomness.dropout(random, batch.inputValues().length, dropout);
            for (int i = 0; i < kept.length; i++) {
                kept[i] *= batch.inputValues()[i];
            }
            return engine.sparse(batch.inputMatrix(), kept).times(weight);
        }
        Value x = values.get(product.from());
        // Of graphs only what the scores are made of is left out, as the field does.
        boolean leftOut = batch.pool() == null ? step.kind() != Step.Kind.LOGITS : step.kind() == Step.Kind.SCORES;
        return (leftOut ? dropped(x) : x).product(weight);
    }

    private Value dropped(Value x) {
        if (random == null || dropout == 0) {
            return x;
        }
        double[] mask = Randomness.dropout(random, x.rows() * x.columns(), dropout);
        return x.times(engine.matrix(mask, x.rows(), x.columns()));
    }

    private Value plain(Term term) {
        Value x = values.get(term.from());
        if (term instanceof Term.Neighbours) {
            return Objects.requireNonNull(batch.neighbours()).times(x);
        }
        if (term instanceof Term.Own own) {
            return x.times(own.factor());
        }
        if (term instanceof Term.Pooled) {
            return Objects.requireNonNull(batch.pool()).times(x);
        }
        Value shares = dropped(values.get(((Term.Weighted) term).attention()));
        return terms().weighted(x, shares);
    }

    private Terms terms() {
        return Objects.requireNonNull(batch.terms());
    }

    /** Of the terms of every node, head by head. */
    private Value softmax(Value logits, int heads) {
        double[] numbers = logits.numbers();
        int[] rowStart = batch.plan().network().terms().rowStart();
        double[] most = new double[numbers.length];
        for (int v = 0; v + 1 < rowStart.length; v++) {
            for (int head = 0; head < heads; head++) {
                double largest = Double.NEGATIVE_INFINITY;
                for (int t = rowStart[v]; t < rowStart[v + 1]; t++) {
                    largest = Math.max(largest, numbers[t * heads + head]);
                }
                for (int t = rowStart[v]; t < rowStart[v + 1]; t++) {
                    most[t * heads + head] = largest;
                }
            }
        }
        Value exponential =
                logits.minus(engine.matrix(most, logits.rows(), heads)).exp();
        Value sums = exponential.addInto(terms().targets(), rowStart.length - 1);
        return exponential.dividedBy(sums.select(terms().targets()));
    }

    /** By the batch in training, which also moves the running mean and variance; by those outside of training. */
    private Value normalised(int index, Value sum) {
        int at = parameters.norm(index);
        double[] runningMean = parameters.all().get(at + 1).values();
        double[] runningVariance = parameters.all().get(at + 2).values();
        if (random == null) {
            double[] factor = new double[runningVariance.length];
            Arrays.setAll(factor, f -> 1 / Math.sqrt(runningVariance[f] + NORM_EPSILON));
            return sum.minus(engine.row(runningMean)).times(engine.row(factor)).times(leaves.get(at));
        }
        double rows = sum.rows();
        Value.Normalised now = sum.normalised(leaves.get(at), NORM_EPSILON);
        double unbiased = rows / Math.max(1, rows - 1);
        for (int f = 0; f < runningMean.length; f++) {
            runningMean[f] += NORM_MOMENTUM * (now.mean()[f] - runningMean[f]);
            runningVariance[f] += NORM_MOMENTUM * (now.variance()[f] * unbiased - runningVariance[f]);
        }
        return now.value();
    }
}
