// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.quantizer.BitCounts;
import io.bitknit.quantizer.IntegerForward;
import io.bitknit.quantizer.aware.Method.Penalty;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.SmallGraph;
import io.bitknit.quantizer.train.TrainOptions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method on a small graph. */
class AwareQuantizerTest {
    private static final FloatModel MODEL =
            GcnTraining.train(SmallGraph.graph(), TrainOptions.defaults().withEpochs(60));

    static Stream<Method> methods() {
        return Stream.of(
                new Method.Learned(1.7, 4, Penalty.MEMORY, List.of(4), 8),
                new Method.Learned(2.5, 4, Penalty.CYCLES, List.of(4, 2), 8),
                new Method.Sgquant(Granularity.parse("lwq+cwq+taq"), List.of(4, 2), List.of(4), 8),
                new Method.DegreeQuant(4, 0, 0.1, 8));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void reportsTheAccuracyOfTheIntegersOfTheModelThatItGives(Method method) {
        SeedRun run = AwareQuantizer.quantize(MODEL, method, 3);
        GraphData graph = MODEL.graph();
        int[] classes = IntegerForward.run(run.model()).classes();
        assertThat(run.test()).isEqualTo(FloatForward.accuracy(classes, graph.labels(), graph.test()));
        assertThat(run.validation()).isEqualTo(FloatForward.accuracy(classes, graph.labels(), graph.validation()));
        assertThat(run.bestTest()).isGreaterThanOrEqualTo(run.test());
        assertThat(run.test())
                .as("against %s in floating point", run.testFloat())
                .isGreaterThan(run.testFloat() - 0.12);
    }

    @Test
    void theSameSeedGivesTheSameIntegersOnAnyNumberOfThreads() {
        Method method = methods().findFirst().orElseThrow();
        List<SeedRun> two = AwareQuantizer.seeds(MODEL, method, 0, 2, 2, run -> {});
        SeedRun alone = AwareQuantizer.quantize(MODEL, method, 0);
        assertThat(IntegerForward.run(two.get(0).model()).tensors().get(2))
                .isEqualTo(IntegerForward.run(alone.model()).tensors().get(2));
        assertThat(two.get(0).model().layers().get(0).weights().q())
                .isEqualTo(alone.model().layers().get(0).weights().q());
        assertThat(two.get(0).testFloat()).as("the model as given").isEqualTo(float0());
    }

    private static double float0() {
        int[] classes = FloatForward.classes(FloatForward.logits(MODEL), SmallGraph.CLASSES);
        return FloatForward.accuracy(
                classes, MODEL.graph().labels(), MODEL.graph().test());
    }

    @Test
    void testLabelsChangeNothing() {
        GraphData g = MODEL.graph();
        int[] others = g.labels().clone();
        for (int v : g.test()) {
            others[v] = (others[v] + 1) % SmallGraph.CLASSES;
        }
        GraphData changed = new GraphData(
                g.name(),
                g.adjacency(),
                g.features(),
                g.featureRowStart(),
                g.featureColumn(),
                g.featureValue(),
                g.classes(),
                others,
                g.train(),
                g.validation(),
                g.test(),
                g.digest());
        FloatModel other =
                new FloatModel(MODEL.name(), MODEL.rowNormalised(), MODEL.layers(), changed, MODEL.provenance());
        for (Method method :
                List.of(methods().toList().get(0), methods().toList().get(3))) {
            List<QuantizedLayer> as =
                    AwareQuantizer.quantize(MODEL, method, 1).model().layers();
            List<QuantizedLayer> bs =
                    AwareQuantizer.quantize(other, method, 1).model().layers();
            for (int l = 0; l < 2; l++) {
                assertThat(as.get(l).weights().q())
                        .isEqualTo(bs.get(l).weights().q());
                assertThat(as.get(l).combined().bits())
                        .isEqualTo(bs.get(l).combined().bits());
            }
        }
    }

    @Test
    void learnedWidthsKeepTheBudget() {
        SeedRun run = AwareQuantizer.quantize(MODEL, new Method.Learned(1.7, 4, Penalty.MEMORY, List.of(4), 8), 0);
        assertThat(BitCounts.of(run.model()).hiddenBits()).isBetween(1.4, 1.7);
        byte[] bits = run.model().layers().get(1).combined().bits();
        java.util.Set<Byte> widths = new java.util.HashSet<>();
        for (byte b : bits) {
            widths.add(b);
        }
        assertThat(widths).as("widths differ between nodes").hasSizeGreaterThan(1);
    }

    @Test
    void degreeQuantHasOneWidth() {
        SeedRun run = AwareQuantizer.quantize(MODEL, new Method.DegreeQuant(4, 0, 0.1, 8), 0);
        assertThat(BitCounts.of(run.model()).hiddenBits()).isEqualTo(4);
        assertThat(run.model().layers().get(0).weights().bits()).isEqualTo(4);
    }

    @Test
    void meansAndDeviationsAreThoseOfASample() {
        SeedRun run = AwareQuantizer.quantize(MODEL, new Method.DegreeQuant(8, 0, 0.1, 8), 0);
        SeedRun a = new SeedRun(0, run.model(), 0.9, 0.8, 0.5, 0.4, 0.7, 0.75);
        SeedRun b = new SeedRun(1, run.model(), 0.9, 0.82, 0.6, 0.5, 0.74, 0.77);
        SeedReport report = SeedReport.of(List.of(a, b));
        assertThat(report.accuracyMean()).isCloseTo(0.72, within(1e-12));
        assertThat(report.accuracyStd()).isCloseTo(Math.sqrt(2 * 0.02 * 0.02), within(1e-12));
        assertThat(report.accuracyFloatMean()).isCloseTo(0.81, within(1e-12));
        assertThat(report.chosen()).isEqualTo(1);
        assertThat(report.bitsInput()).isEqualTo(1);
        // 32 bits against 1 for the input and 8 for the 16 hidden features.
        double elements = SmallGraph.FEATURES + 16;
        assertThat(report.memorySavingSgquant())
                .isCloseTo(32 * elements / (SmallGraph.FEATURES + 16 * 8), within(1e-9));
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Granularity.parse("lwq+xyz")).hasMessageContaining("Q-024");
        assertThatThrownBy(() -> Granularity.parse("taq+taq")).hasMessageContaining("Q-024");
        assertThatThrownBy(() -> new Method.Learned(0.5, 4, Penalty.MEMORY, List.of(4), 8))
                .hasMessageContaining("Q-025");
        assertThatThrownBy(() -> new Method.DegreeQuant(4, 0.5, 0.6, 8)).hasMessageContaining("Q-026");
        assertThatThrownBy(() -> new Method.DegreeQuant(9, 0, 0.1, 8)).hasMessageContaining("Q-001");
    }
}
