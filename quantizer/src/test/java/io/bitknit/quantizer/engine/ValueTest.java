// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Values against numbers worked out by hand, gradients against differences. */
class ValueTest {
    private final Engine engine = Engine.open(Engine.Precision.DOUBLE);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void sparseTimesDenseAddsUpRepeatedEntries() {
        // [[2, 0, 1], [0, 0, 3 + 4]]
        SparseMatrix a = engine.sparse(3, new int[] {0, 2, 4}, new int[] {0, 2, 2, 2}, new double[] {2, 1, 3, 4});
        Value x = engine.matrix(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
        assertThat(a.times(x).numbers()).containsExactly(7, 10, 35, 42);
        SparseMatrix negative = engine.sparse(a, new double[] {-2, -1, -3, -4});
        assertThat(negative.times(x).numbers()).containsExactly(-7, -10, -35, -42);
    }

    @Test
    void sparseMatrixWithoutEntriesGivesZeros() {
        SparseMatrix none = engine.sparse(2, new int[] {0, 0, 0, 0}, new int[0], new double[0]);
        Value x = engine.leaf(new Parameter("p", new double[] {1, 2}, 2, 1, 0.1, 0));
        Value y = none.times(x);
        assertThat(y.numbers()).containsExactly(0, 0, 0);
        assertThat(engine.gradients(y.sum(), List.of(x)).get(0).numbers()).containsExactly(0, 0);
    }

    @Test
    void termsSumRowsWithAWeightPerHead() {
        Terms terms = engine.terms(new int[] {0, 1, 1, 3}, new int[] {2, 0, 2});
        Value x = engine.matrix(new double[] {1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8}, 3, 4);
        Value weight = engine.matrix(new double[] {10, 1, 2, 3, 4, 5}, 3, 2);
        assertThat(terms.weighted(x, weight).numbers()).containsExactly(50, 60, 7, 8, 0, 0, 0, 0, 22, 28, 44, 52);
        assertThat(terms.dots(x, x).numbers()).containsExactly(70, 70, 174);
    }

    @Test
    void productsOfAStepAreForgottenWithIt() {
        SparseMatrix a = engine.sparse(1, new int[] {0, 1}, new int[] {0}, new double[] {2});
        Parameter p = new Parameter("p", new double[] {3}, 1, 1, 0.1, 0);
        for (int i = 0; i < 2; i++) {
            double gradient = engine.step(() -> {
                Value leaf = engine.leaf(p);
                return engine.gradients(a.times(leaf).times(leaf), List.of(leaf))
                        .get(0)
                        .number();
            });
            assertThat(gradient).isEqualTo(12);
        }
    }

    @Test
    void standingForHasTheNumberOfTheOneAndTheGradientOfTheOther() {
        Parameter p = new Parameter("p", new double[] {0.1, 1e-30, -2.7}, 1, 3, 0.1, 0);
        Value leaf = engine.leaf(p);
        Value replaced = leaf.times(3).standingFor(leaf.rounded());
        assertThat(replaced.numbers()).containsExactly(0, 0, -3);
        assertThat(engine.gradients(replaced.sum(), List.of(leaf)).get(0).numbers())
                .containsExactly(3, 3, 3);
    }

    @Test
    void roundingIsToEvenAsInJava() {
        double[] x = {0.5, 1.5, 2.5, -0.5, -1.5, 0.49999999999999994};
        double[] expected = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = Math.rint(x[i]);
        }
        assertThat(engine.row(x).rounded().numbers()).containsExactly(expected);
    }

    @Test
    void clampedHasNoGradientOutside() {
        Value leaf = engine.leaf(new Parameter("p", new double[] {-3, 0.5, 9}, 1, 3, 0.1, 0));
        Value y = leaf.clamped(engine.scalar(-1), engine.scalar(2));
        assertThat(y.numbers()).containsExactly(-1, 0.5, 2);
        assertThat(engine.gradients(y.sum(), List.of(leaf)).get(0).numbers()).containsExactly(0, 1, 0);
    }

    @Test
    void gradientsAreThoseOfDifferences() {
        Rows order = engine.rows(new int[] {1, 0, 1});
        check(x -> x.select(order).addInto(engine.rows(new int[] {0, 1, 0}), 2).exp());
        check(x -> x.logSoftmax().pick(engine.rows(new int[] {2, 0})));
        check(x -> x.leakyRelu(0.2).plus(x.elu()));
        check(x -> x.product(x.transposed()).dividedBy(engine.scalar(3)));
        check(x -> x.times(x.sumOfRows()).minus(x.sumOfColumns()).plus(2));
        check(x -> x.largestOfRows().times(x.abs()).negative());
        check(x -> x.exp2().times(x.relu()));
        check(x -> x.times(x).plus(1).sqrt().log().reshaped(3, 2));
        SparseMatrix a =
                engine.sparse(2, new int[] {0, 2, 2, 5}, new int[] {1, 0, 1, 0, 1}, new double[] {2, -1, 3, 4, 5});
        SparseMatrix b = engine.sparse(3, new int[] {0, 1, 3}, new int[] {2, 0, 1}, new double[] {0.5, -3, 2});
        check(x -> a.times(x.exp()).times(0.1).exp());
        check(x -> b.times(a.times(x)).times(x));
        check(x -> a.times(x.plus(b.times(a.times(x).times(a.times(x.times(x)))))));
        check(x -> engine.sparse(a, new double[] {1, 2, 3, -4, 5}).times(b.times(a.times(x))));
        Terms terms = engine.terms(new int[] {0, 2, 5}, new int[] {1, 0, 0, 1, 1});
        Value heads = engine.matrix(new double[] {1, 2, 3, -1, 4, 5, 6, 7, 8, -2, 0.5, 1, 2, 1, 3}, 5, 3);
        check(x -> terms.weighted(x.exp(), heads).times(x));
        check(x -> terms.weighted(x.exp(), x.select(engine.rows(new int[] {0, 1, 1, 0, 1})))
                .times(x));
        check(x -> terms.dots(x.exp(), x.times(3)).times(0.1).exp2());
        check(x -> terms.weighted(x, terms.dots(x, x)).times(0.1).exp());
        check(x -> {
            Value cut = engine.cut(x.exp());
            Value twice = engine.cut(cut.plus(b.times(a.times(cut))));
            return twice.plus(b.times(a.times(twice.times(x)))).plus(cut);
        });
        check(x -> x.times(x)
                .normalised(engine.row(new double[] {2, -1, 0.5}), 0.1)
                .value()
                .exp());
        check(x -> x.transposed().product(x).normalised(x.sumOfColumns(), 0.1).value());
        check(x ->
                x.least(engine.scalar(0.3)).plus(x.greatest(engine.scalar(-0.2)).times(x)));
    }

    private void check(Function<Value, Value> f) {
        double[] at = {0.7, -1.1, 0.4, -0.3, 1.9, 0.25};
        Value x = engine.leaf(new Parameter("x", at, 2, 3, 0.1, 0));
        double[] gradient =
                engine.gradients(f.apply(x).sum(), List.of(x)).get(0).numbers();
        for (int i = 0; i < at.length; i++) {
            double[] up = at.clone();
            double[] down = at.clone();
            up[i] += 1e-6;
            down[i] -= 1e-6;
            double slope = (f.apply(engine.matrix(up, 2, 3)).sum().number()
                            - f.apply(engine.matrix(down, 2, 3)).sum().number())
                    / 2e-6;
            assertThat(gradient[i]).isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
        }
    }

    @Test
    void normalisedHasTheMeansAndVariancesOfColumns() {
        Value x = engine.matrix(new double[] {1, 5, 3, -1}, 2, 2);
        Value.Normalised now = x.normalised(engine.row(new double[] {1, 2}), 0);
        assertThat(now.mean()).containsExactly(2, 2);
        assertThat(now.variance()).containsExactly(new double[] {1, 9}, within(1e-12));
        assertThat(now.value().numbers()).containsExactly(new double[] {-1, 2, 1, -2}, within(1e-12));
    }

    @Test
    void anInputWithoutInfluenceHasZeros() {
        Value used = engine.leaf(new Parameter("a", new double[] {1}, 1, 1, 0.1, 0));
        Value unused = engine.leaf(new Parameter("b", new double[] {1, 2}, 1, 2, 0.1, 0));
        assertThat(engine.gradients(used.sum(), List.of(used, unused)).get(1).numbers())
                .containsExactly(0, 0);
    }

    @Test
    void floatsAreRoundedToSinglePrecision() {
        try (Engine single = Engine.open(Engine.Precision.FLOAT)) {
            assertThat(single.scalar(0.1).number()).isEqualTo((double) 0.1f);
            assertThat(single.row(new double[] {0.1, 2}).numbers()).containsExactly((double) 0.1f, 2);
        }
    }

    @Test
    void adamGoesOneLearningRateAtTheFirstStep() {
        Parameter p = new Parameter("p", new double[] {1, -1, 5}, 1, 3, 0.1, 0.5);
        Value leaf = engine.leaf(p);
        Adam.step(engine, leaf.times(engine.row(new double[] {4, 4, 0})).sum(), List.of(p), List.of(leaf), 1, 1);
        // The gradients with decay are 4.5, 3.5 and 2.5.
        assertThat(p.values()).containsExactly(new double[] {0.9, -1.1, 4.9}, within(1e-7));
    }
}
