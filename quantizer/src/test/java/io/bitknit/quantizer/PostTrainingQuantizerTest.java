// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.QuantizedModelFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PostTrainingQuantizerTest {
    private static final int[][] NO_EDGES = {};

    @TempDir
    Path folder;

    static Stream<Arguments> edgeCases() {
        Adjacency path = TestModels.adjacency(4, new int[][] {{0, 1}, {1, 0}, {1, 2}, {2, 1}, {2, 3}, {3, 2}});
        float[][] table = {{1, 0, 1}, {0, 1, 0}, {1, 1, 1}, {0, 0, 1}};
        float[][] zeros = new float[4][3];
        float[][] partly = {{1, 0, 1}, {0, 0, 0}, {1, 1, 1}, {0, 0, 1}};
        float[][] real = {{0.5f, 0, 1e-6f}, {0, 123, 0}, {1, 1, 1}, {0, 0, 1e-20f}};
        Adjacency isolated = TestModels.adjacency(4, new int[][] {{0, 1}, {1, 0}});
        Adjacency repeated = TestModels.adjacency(4, new int[][] {{0, 1}, {0, 1}, {0, 0}, {0, 0}, {2, 1}});
        return Stream.of(
                Arguments.of("path", random(path, table, 2, 4, 2)),
                Arguments.of("node without neighbours", random(isolated, table, 2, 4, 2)),
                Arguments.of("self-loops and duplicate edges", random(repeated, table, 2, 4, 2)),
                Arguments.of("no edges", random(TestModels.adjacency(4, NO_EDGES), table, 2, 4, 2)),
                Arguments.of(
                        "single node", random(TestModels.adjacency(1, NO_EDGES), new float[][] {{1, 0, 1}}, 2, 4, 2)),
                Arguments.of("all-zero features", random(path, zeros, 2, 4, 2)),
                Arguments.of("one all-zero row", random(path, partly, 2, 4, 2)),
                Arguments.of("values far apart", random(path, real, 2, 4, 2)),
                Arguments.of("one class", random(path, table, 1, 4, 1)),
                Arguments.of("one feature", random(path, new float[][] {{1}, {1}, {0}, {1}}, 2, 1, 2)),
                Arguments.of("one layer", random(path, table, 2, 2)),
                Arguments.of("four layers", random(path, table, 2, 4, 3, 5, 2)),
                Arguments.of("all-negative weights", constant(path, table, -0.5f, 0.1f)),
                Arguments.of("all-zero weights and biases", constant(path, table, 0, 0)),
                Arguments.of("tiny weights, large bias", constant(path, table, 1e-20f, 1e6f)),
                Arguments.of("large weights", constant(path, table, 1e20f, 1)),
                Arguments.of("all features dead after relu", constant(path, table, -1, -100)));
    }

    private static FloatModel random(Adjacency adjacency, float[][] features, int classes, int... hidden) {
        int[] widths = new int[hidden.length + 1];
        widths[0] = features[0].length;
        System.arraycopy(hidden, 0, widths, 1, hidden.length);
        return TestModels.model(
                TestModels.graph(adjacency, features, classes), true, new Random(widths.length), widths);
    }

    private static FloatModel constant(Adjacency adjacency, float[][] features, float weight, float bias) {
        GraphData graph = TestModels.graph(adjacency, features, 2);
        int inputs = features[0].length;
        return new FloatModel(
                "constant",
                false,
                List.of(
                        new FloatLayer(
                                "conv1", inputs, 2, filled(inputs * 2, weight), filled(2, bias), Activation.RELU),
                        new FloatLayer("conv2", 2, 2, filled(4, weight), filled(2, bias), Activation.NONE)),
                graph,
                Map.of());
    }

    private static float[] filled(int length, float value) {
        float[] values = new float[length];
        Arrays.fill(values, value);
        return values;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edgeCases")
    void edgeCaseGivesAModelThatTheFileFormatAccepts(String name, FloatModel model) {
        for (int bits : new int[] {1, 2, 4, 8}) {
            QuantizationOptions options =
                    QuantizationOptions.defaults().withWeightBits(List.of(bits)).withHidden(HiddenWidths.uniform(bits));
            for (ExponentChoice choice : List.of(ExponentChoice.NONE, ExponentChoice.AUTO, new ExponentChoice(8))) {
                QuantizationResult result =
                        PostTrainingQuantizer.quantize(model, options.withExponents(List.of(choice)));
                assertSound(result.model());
                QuantizedModelFile.write(result.model(), folder.resolve(bits + "-" + choice + ".q"));
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edgeCases")
    void eightBitsKeepTheClassesOfClearScores(String name, FloatModel model) {
        QuantizationResult result = PostTrainingQuantizer.quantize(
                model, QuantizationOptions.defaults().withWeightBits(List.of(8)).withHidden(HiddenWidths.uniform(8)));
        int classes = model.graph().classes();
        double[] scores = FloatForward.logits(model);
        int[] found = IntegerForward.run(result.model()).classes();
        double largest = 0;
        for (double s : scores) {
            largest = Math.max(largest, Math.abs(s));
        }
        for (int v = 0; v < found.length; v++) {
            double best = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < classes; c++) {
                best = Math.max(best, scores[v * classes + c]);
            }
            assertThat(best - scores[v * classes + found[v]])
                    .as("what node %d loses by its class", v)
                    .isLessThanOrEqualTo(0.1 * largest);
        }
    }

    @Test
    void randomModelsAreSound() {
        for (int seed = 1000; seed < 1060; seed++) {
            Random random = new Random(seed);
            FloatModel model = TestModels.random(random);
            QuantizationOptions options = TestModels.randomOptions(random);
            try {
                assertSound(PostTrainingQuantizer.quantize(model, options).model());
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    /** Ranges of every field, and the shift: the largest at which the multipliers of rows that matter fit. */
    private static void assertSound(QuantizedModel model) {
        assertThat(model.requantShift()).isBetween(1, 20);
        int largest = 0;
        for (QuantizedLayer layer : model.layers()) {
            assertThat(layer.weights().scale()).isPositive().isFinite();
            for (QuantizedTensor tensor : List.of(layer.combined(), layer.aggregated())) {
                assertThat(tensor.scale()).isPositive().isFinite();
                for (int v = 0; v < tensor.nodes(); v++) {
                    assertThat(tensor.multipliers()[v]).isBetween(0, (1 << 15) - 1);
                    assertThat(tensor.exponents()[v]).isBetween((byte) 0, (byte) 7);
                    largest = Math.max(largest, tensor.multipliers()[v]);
                }
            }
        }
        assertThat(model.requantShift() == 20 || largest >= (1 << 14) - 1)
                .as("shift %d with the largest multiplier %d could be larger", model.requantShift(), largest)
                .isTrue();
    }

    @Test
    void reportedAccuracyIsOfTheModelAsWrittenAndReadAgain() {
        QuantizationResult result =
                PostTrainingQuantizer.quantize(KarateTraining.train(), QuantizationOptions.defaults());
        QuantizedModelFile.write(result.model(), folder.resolve("karate.q"));
        QuantizedModel read = QuantizedModelFile.read(folder.resolve("karate.q"));
        int[] classes = IntegerForward.run(read).classes();
        assertThat(FloatForward.accuracy(
                        classes, read.evaluation().labels(), read.evaluation().test()))
                .isEqualTo(result.test())
                .isGreaterThan(0.75);
    }

    @Test
    void sameInputGivesTheSameBytes() throws Exception {
        for (String name : List.of("a.q", "b.q")) {
            QuantizationResult result =
                    PostTrainingQuantizer.quantize(KarateTraining.train(), QuantizationOptions.defaults());
            QuantizedModelFile.write(result.model(), folder.resolve(name));
        }
        for (String file : List.of("model.json", "tensors.safetensors")) {
            assertThat(Files.readAllBytes(folder.resolve("a.q").resolve(file)))
                    .isEqualTo(Files.readAllBytes(folder.resolve("b.q").resolve(file)));
        }
    }

    @Test
    void testLabelsDoNotChangeTheModel() {
        FloatModel model = KarateTraining.train();
        GraphData g = model.graph();
        int[] labels = g.labels().clone();
        for (int v : g.test()) {
            labels[v] = 0;
        }
        GraphData changed = new GraphData(
                g.name(),
                g.adjacency(),
                g.features(),
                g.featureRowStart(),
                g.featureColumn(),
                g.featureValue(),
                g.classes(),
                labels,
                g.train(),
                g.validation(),
                g.test(),
                g.digest());
        FloatModel other = new FloatModel(model.name(), false, model.layers(), changed, model.provenance());
        QuantizationOptions options = QuantizationOptions.defaults().withHidden(HiddenWidths.uniform(2));
        QuantizedModel a = PostTrainingQuantizer.quantize(model, options).model();
        QuantizedModel b = PostTrainingQuantizer.quantize(other, options).model();
        assertThat(b.layers()).usingRecursiveComparison().isEqualTo(a.layers());
        assertThat(b.requantShift()).isEqualTo(a.requantShift());
    }

    @Test
    void widthsOneAndEightMixInOneTensor() {
        QuantizationResult result = PostTrainingQuantizer.quantize(
                KarateTraining.train(),
                QuantizationOptions.defaults().withHidden(new HiddenWidths.ByDegree(DegreeBuckets.parse("8,1", "4"))));
        QuantizedTensor combined = result.model().layers().get(0).combined();
        assertThat(combined.bits()[0]).as("16 neighbours").isEqualTo((byte) 1);
        assertThat(combined.bits()[9]).as("2 neighbours").isEqualTo((byte) 8);
        int[] q = IntegerForward.run(result.model()).tensors().get(0);
        for (int f = 0; f < combined.features(); f++) {
            assertThat(q[f]).isIn(-1, 1);
        }
        assertThat(result.agreement()).isGreaterThan(0.6);
    }

    @Test
    void listsGoPerLayer() {
        QuantizedModel model = PostTrainingQuantizer.quantize(
                        KarateTraining.train(),
                        QuantizationOptions.defaults()
                                .withWeightBits(List.of(3, 5))
                                .withHidden(new HiddenWidths.PerLayer(List.of(2, 6), List.of(7)))
                                .withExponents(
                                        List.of(new ExponentChoice(2), ExponentChoice.NONE),
                                        List.of(new ExponentChoice(4)))
                                .withScoreBits(5))
                .model();
        assertThat(model.layers()).extracting(l -> l.weights().bits()).containsExactly(3, 5);
        assertThat(model.layers()).extracting(l -> l.combined().maxBits()).containsExactly(2, 6);
        assertThat(model.layers()).extracting(l -> l.aggregated().maxBits()).containsExactly(7, 5);
        for (byte e : model.layers().get(1).combined().exponents()) {
            assertThat(e).isZero();
        }
    }

    @Test
    void hiddenLayerWithoutActivationIsSigned() {
        FloatModel karate = KarateTraining.train();
        FloatLayer first = karate.layers().get(0);
        FloatModel linear = new FloatModel(
                "linear",
                false,
                List.of(
                        new FloatLayer(
                                "conv1",
                                first.inputs(),
                                first.outputs(),
                                first.weight(),
                                first.bias(),
                                Activation.NONE),
                        karate.layers().get(1)),
                karate.graph(),
                Map.of());
        QuantizationResult result = PostTrainingQuantizer.quantize(linear, QuantizationOptions.defaults());
        assertThat(result.model().layers().get(0).aggregated().signed()).isTrue();
        assertThat(result.agreement()).isGreaterThan(0.85);
    }

    @Test
    void listOfTheWrongLengthIsRefused() {
        assertRefused(
                QuantizationOptions.defaults().withWeightBits(List.of(4, 4, 4)),
                "error[Q-002]: weight bits: the list has 3 items, the model takes 1 (for all) or 2 (one per layer)");
        assertRefused(
                QuantizationOptions.defaults()
                        .withExponents(List.of(ExponentChoice.AUTO), List.of(ExponentChoice.NONE, ExponentChoice.NONE)),
                "error[Q-002]: aggregated exponents: the list has 2 items");
    }

    @Test
    void reluOnTheScoresIsRefused() {
        FloatModel karate = KarateTraining.train();
        FloatModel relu = new FloatModel("relu", false, List.of(karate.layers().get(0)), karate.graph(), Map.of());
        assertThatThrownBy(() -> PostTrainingQuantizer.quantize(relu, QuantizationOptions.defaults()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("error[Q-008]: conv1: the last layer has a relu");
    }

    private static void assertRefused(QuantizationOptions options, String message) {
        assertThatThrownBy(() -> PostTrainingQuantizer.quantize(KarateTraining.train(), options))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(message);
    }
}
