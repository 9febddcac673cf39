// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.model.FloatModel;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.quantizer.ExponentChoice;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.IntegerForward;
import io.bitknit.quantizer.PostTrainingQuantizer;
import io.bitknit.quantizer.QuantizationOptions;
import io.bitknit.quantizer.aware.IntegerGcn.Format;
import io.bitknit.quantizer.aware.IntegerGcn.Forward;
import io.bitknit.quantizer.engine.Engine;
import io.bitknit.quantizer.engine.Parameter;
import io.bitknit.quantizer.engine.Value;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.SmallGraph;
import io.bitknit.quantizer.train.TrainOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The forward pass of training against the integers of the model that it exports. */
class IntegerGcnTest {
    private static final FloatModel MODEL =
            GcnTraining.train(SmallGraph.graph(), TrainOptions.defaults().withEpochs(60));

    private final Engine engine = Engine.open(Engine.Precision.DOUBLE);

    @AfterEach
    void close() {
        engine.close();
    }

    private IntegerGcn network(int bits, int exponents) {
        QuantizedModel start = PostTrainingQuantizer.quantize(
                        MODEL,
                        QuantizationOptions.defaults()
                                .withWeightBits(List.of(bits))
                                .withHidden(HiddenWidths.uniform(bits))
                                .withExponents(List.of(new ExponentChoice(exponents))))
                .model();
        return new IntegerGcn(engine, MODEL, start, new IntegerGcn.Rates(0.01, 0.01, 0), false);
    }

    private Forward forward(IntegerGcn network) {
        return network.forward(network.parameters().stream().map(engine::leaf).toList(), null);
    }

    private static void assertSameIntegers(Forward forward) {
        IntegerForward.Result expected = IntegerForward.run(forward.model());
        for (int t = 0; t < forward.stored().size(); t++) {
            int[] q = expected.tensors().get(t);
            double[] found = forward.stored().get(t).numbers();
            for (int i = 0; i < q.length; i++) {
                assertThat(found[i]).as("tensor %d element %d", t, i).isEqualTo(q[i]);
            }
        }
        assertThat(forward.classes()).containsExactly(expected.classes());
    }

    @Test
    void everyEpochComputesTheIntegersOfTheModelThatItWouldExport() {
        for (int bits : new int[] {1, 2, 4, 8}) {
            IntegerGcn network = network(bits, bits == 2 ? 4 : 1);
            Recipe recipe = new Recipe(12, new IntegerGcn.Rates(0.01, 0.05, 0), 0.5, 3);
            AwareTraining training = new AwareTraining(engine, MODEL, network, recipe);
            training.run(new AwareTraining.Hook() {
                @Override
                public void before(int epoch, AwareTraining t) {
                    network.keepInRange();
                    engine.step(() -> {
                        assertSameIntegers(forward(network));
                        return epoch;
                    });
                }
            });
            assertThat(IntegerForward.run(training.best()).classes()).hasSize(SmallGraph.NODES);
        }
    }

    @Test
    void mixedWidthsAndExponentsOfRowsCount() {
        IntegerGcn network = network(4, 1);
        byte[] bits = new byte[SmallGraph.NODES];
        byte[] exponents = new byte[SmallGraph.NODES];
        for (int v = 0; v < bits.length; v++) {
            bits[v] = (byte) (1 + v % 8);
            exponents[v] = (byte) (v / 8 % 8);
        }
        for (int t = 0; t < 3; t++) {
            network.setFormat(t, new Format(bits, exponents));
        }
        network.keepInRange();
        Forward forward = forward(network);
        assertThat(forward.model().layers().get(0).combined().bits()).isEqualTo(bits);
        assertSameIntegers(forward);
    }

    @Test
    void tiesGoUpAsInTheHardware() {
        // One scale before and after the aggregation: half the sum of a node of degree 4 is a whole number or a tie.
        IntegerGcn network = network(3, 1);
        network.scaleOf(1).values()[0] = network.scaleOf(0).values()[0];
        for (Parameter p : network.parameters()) {
            if (p.name().endsWith(".bias")) {
                java.util.Arrays.fill(p.values(), 0);
            }
        }
        Forward forward = forward(network);
        assertSameIntegers(forward);
        QuantizedTensor hidden = forward.model().layers().get(0).aggregated();
        int ties = 0;
        for (int i = 0; i < forward.exact().get(1).length; i++) {
            double x = forward.exact().get(1)[i];
            if (x == Math.floor(x) + 0.5 && x > 0 && x < 7) {
                ties++;
                assertThat(forward.stored().get(1).numbers()[i]).isEqualTo(Math.ceil(x));
            }
        }
        assertThat(ties)
                .as("ties among %d features", hidden.nodes() * hidden.features())
                .isPositive();
    }

    @Test
    void gradientsGoStraightThroughInsideTheRangeAndNotOutside() {
        IntegerGcn network = network(2, 1);
        List<Value> leaves = network.parameters().stream().map(engine::leaf).toList();
        Forward forward = network.forward(leaves, null);
        // The bias of the last layer moves every score that is in range by itself.
        Value scores = forward.stored().get(3);
        double[] gradient =
                engine.gradients(scores.sum(), List.of(leaves.get(6))).get(0).numbers();
        double scale = Math.pow(2, network.scaleOf(3).values()[0]);
        double[] inside = new double[SmallGraph.CLASSES];
        double[] exact = forward.exact().get(3);
        for (int i = 0; i < exact.length; i++) {
            inside[i % SmallGraph.CLASSES] += exact[i] >= -128 && exact[i] <= 127 ? 1 : 0;
        }
        for (int c = 0; c < SmallGraph.CLASSES; c++) {
            assertThat(gradient[c]).isCloseTo(inside[c] / scale, within(1e-9 / scale));
        }
        // A combined tensor of two bits has features beyond its range; they pass nothing to the weights' scale.
        assertThat(java.util.Arrays.stream(forward.exact().get(0))
                        .filter(x -> x > 1 || x < -2)
                        .count())
                .isPositive();
    }

    @Test
    void protectedNodesStayReal() {
        IntegerGcn network = network(2, 1);
        double[] mask = new double[SmallGraph.NODES];
        mask[0] = 1;
        Forward forward =
                network.forward(network.parameters().stream().map(engine::leaf).toList(), mask);
        double[] stored = forward.stored().get(0).numbers();
        double[] exact = forward.exact().get(0);
        int features = forward.stored().get(0).columns();
        for (int i = 0; i < 2 * features; i++) {
            if (i < features) {
                assertThat(stored[i]).isEqualTo(exact[i]);
            } else {
                assertThat(stored[i]).isEqualTo(Math.rint(stored[i]));
            }
        }
    }

    @Test
    void scalesThatFitNoMultiplierAreRaised() {
        IntegerGcn network = network(4, 1);
        network.scaleOf(0).values()[0] = -40;
        network.keepInRange();
        Forward forward = forward(network);
        for (int m : forward.model().layers().get(0).combined().multipliers()) {
            assertThat(m).isBetween(0, (1 << 15) - 1);
        }
        assertSameIntegers(forward);
    }
}
