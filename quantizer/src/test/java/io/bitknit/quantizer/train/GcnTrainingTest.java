// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitknit.model.FloatLayer;
import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.read.GraphReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Float training: same seed, same bytes; stopped and resumed, the same bytes. */
class GcnTrainingTest {
    private static final TrainOptions OPTIONS = TrainOptions.defaults().withEpochs(30);

    @TempDir
    Path folder;

    private static GraphData graph() {
        return SmallGraph.graph();
    }

    private static float[] weights(FloatModel model) {
        FloatLayer first = model.layers().get(0);
        FloatLayer last = model.layers().get(1);
        float[] all = new float[first.weight().length + last.weight().length + last.bias().length];
        System.arraycopy(first.weight(), 0, all, 0, first.weight().length);
        System.arraycopy(last.weight(), 0, all, first.weight().length, last.weight().length);
        System.arraycopy(last.bias(), 0, all, first.weight().length + last.weight().length, last.bias().length);
        return all;
    }

    @Test
    void theSameSeedGivesTheSameModelAndAnotherSeedAnother() {
        float[] once = weights(GcnTraining.train(graph(), OPTIONS));
        assertThat(weights(GcnTraining.train(graph(), OPTIONS))).containsExactly(once);
        assertThat(weights(GcnTraining.train(graph(), OPTIONS.withSeed(1)))).isNotEqualTo(once);
    }

    @Test
    void aStoppedTrainingGoesOnAsIfItHadNeverStopped() {
        Path checkpoint = folder.resolve("a.checkpoint");
        int[] asked = {0};
        Optional<GcnTraining.Result> stopped = GcnTraining.train(
                graph(), OPTIONS, Optional.of(checkpoint), false, (e, a, b) -> {}, () -> ++asked[0] > 12);
        assertThat(stopped).isEmpty();
        assertThat(checkpoint).exists();
        GcnTraining.Result resumed = GcnTraining.train(
                        graph(), OPTIONS, Optional.of(checkpoint), true, (e, a, b) -> {}, () -> false)
                .orElseThrow();
        assertThat(resumed.resumedAt()).isEqualTo(12);
        assertThat(checkpoint).doesNotExist();
        assertThat(weights(resumed.model())).containsExactly(weights(GcnTraining.train(graph(), OPTIONS)));
    }

    @Test
    void aCheckpointOfAnotherTrainingIsRefused() {
        Path checkpoint = folder.resolve("a.checkpoint");
        GcnTraining.train(graph(), OPTIONS, Optional.of(checkpoint), false, (e, a, b) -> {}, () -> true);
        assertThatThrownBy(() -> GcnTraining.train(
                        graph(), OPTIONS.withSeed(7), Optional.of(checkpoint), true, (e, a, b) -> {}, () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Q-020");
    }

    @Test
    void aDamagedCheckpointIsRefusedInOneLine() throws IOException {
        Path checkpoint = folder.resolve("a.checkpoint");
        Files.writeString(checkpoint, "no tensors");
        assertThatThrownBy(() -> GcnTraining.train(
                        graph(), OPTIONS, Optional.of(checkpoint), true, (e, a, b) -> {}, () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("M-02");
    }

    @Test
    void aCheckpointThatCannotBeWrittenIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> GcnTraining.train(
                        graph(), OPTIONS, Optional.of(file.resolve("a")), false, (e, a, b) -> {}, () -> true))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("Q-021");
    }

    @Test
    void aModelOfTheSameShapeIsTrainedAsTheGivenOneWas() {
        TrainOptions options =
                new TrainOptions(5, 2, 7, OPTIONS.patience(), 0.03, 0.001, 0.25, OPTIONS.rowNormalised(), 3);
        FloatModel model = GcnTraining.train(graph(), options);
        TrainOptions like = TrainOptions.like(model, 9);
        assertThat(like.withSeed(3))
                .isEqualTo(new TrainOptions(
                        5, 2, 7, TrainOptions.defaults().patience(), 0.03, 0.001, 0.25, OPTIONS.rowNormalised(), 3));
        assertThat(like.seed()).isEqualTo(9);
        FloatModel imported = new FloatModel(
                model.name(), true, model.layers(), model.graph(), Map.of("epochs", "7", "framework", "pytorch"));
        assertThat(TrainOptions.like(imported, 0).epochs())
                .isEqualTo(TrainOptions.defaults().epochs());
        FloatModel damaged = new FloatModel(
                model.name(), true, model.layers(), model.graph(), Map.of("epochs", "x", "framework", "bitknit"));
        assertThatThrownBy(() -> TrainOptions.like(damaged, 0)).hasMessageContaining("Q-022");
    }

    @Test
    void optionsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> OPTIONS.withEpochs(0)).hasMessageContaining("Q-022");
        assertThatThrownBy(() -> new TrainOptions(16, 2, 10, 10, 0.01, 0, 1.0, true, 0))
                .hasMessageContaining("Q-022")
                .hasMessageContaining("dropout");
    }

    @Test
    void aSplitWithoutTrainingNodesIsRefused() {
        GraphData g = graph();
        GraphData none = new GraphData(
                g.name(),
                g.adjacency(),
                g.features(),
                g.featureRowStart(),
                g.featureColumn(),
                g.featureValue(),
                g.classes(),
                g.labels(),
                new int[0],
                g.validation(),
                g.test(),
                "");
        assertThatThrownBy(() -> GcnTraining.train(none, OPTIONS)).hasMessageContaining("Q-023");
    }

    @Test
    void trainingFitsTheSmallGraph() {
        GcnTraining.Result result = GcnTraining.train(
                        graph(), OPTIONS.withEpochs(150), Optional.empty(), false, (e, a, b) -> {}, () -> false)
                .orElseThrow();
        assertThat(result.train()).isGreaterThan(0.9);
        assertThat(result.test()).isGreaterThan(0.8);
        assertThat(result.bestEpoch()).isBetween(1, result.epochs());
    }

    @Test
    void coraTrainsToTheUsualAccuracy() {
        Path cora =
                Path.of(System.getProperty("bitknit.shared", "../../shared")).resolve("data/cora");
        assumeTrue(Files.exists(cora), "cora is not in the folder -Dbitknit.shared names");
        GcnTraining.Result result = GcnTraining.train(
                        GraphReader.read(cora, 0),
                        TrainOptions.defaults(),
                        Optional.empty(),
                        false,
                        (e, a, b) -> {},
                        () -> false)
                .orElseThrow();
        assertThat(result.test()).isGreaterThan(0.80);
    }
}
