// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.model.format.NpyArray;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.PygImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatForwardTest {
    /** Two nodes and an edge from 0 to 1: worked out by hand. */
    @Test
    void followsTheDefinitionOnTwoNodes() {
        Adjacency edge = new Adjacency(2, new int[] {0, 0, 1}, new int[] {0});
        GraphData graph = new GraphData(
                "two",
                edge,
                1,
                new int[] {0, 1, 2},
                new int[] {0, 0},
                new float[] {3, 5},
                1,
                new int[2],
                new int[0],
                new int[0],
                new int[0],
                "");
        FloatLayer layer = new FloatLayer("conv1", 1, 1, new float[] {2}, new float[] {0.5f}, Activation.NONE);

        double[] raw = FloatForward.logits(new FloatModel("two", false, List.of(layer), graph, Map.of()));
        double[] normalised = FloatForward.logits(new FloatModel("two", true, List.of(layer), graph, Map.of()));

        assertThat(raw).containsExactly(new double[] {6.5, 10 / 2.0 + 6 / Math.sqrt(2) + 0.5}, within(1e-12));
        assertThat(normalised).containsExactly(new double[] {2.5, 2 / 2.0 + 2 / Math.sqrt(2) + 0.5}, within(1e-12));
    }

    @Test
    void theLowestIndexWinsATie() {
        assertThat(FloatForward.classes(new double[] {1, 3, 3, 2, 0, 1}, 3)).containsExactly(1, 0);
    }

    @ParameterizedTest
    @CsvSource({"cora-gcn, cora, 0.817, 0.806", "dblp-gcn, dblp, 0.7157, 0.7417"})
    void agreesWithPyTorchGeometric(String model, String data, double testAccuracy, double validationAccuracy) {
        Path folder = SharedData.require("models/" + model);
        Path graphFolder = SharedData.require("data/" + data);
        GraphData graph = GraphReader.read(graphFolder, PygImporter.splitIndex(folder));
        FloatModel imported = PygImporter.read(folder, graph);

        double[] logits = FloatForward.logits(imported);

        NpyArray expected = NpyArray.read(new SourceFolder(folder), "logits.npy");
        assertThat(expected.elements()).isEqualTo(logits.length);
        double worst = 0;
        for (int i = 0; i < logits.length; i++) {
            worst = Math.max(worst, Math.abs(logits[i] - expected.real(i)));
        }
        assertThat(worst).isLessThan(1e-4).isGreaterThan(0);
        int[] classes = FloatForward.classes(logits, graph.classes());
        assertThat(FloatForward.accuracy(classes, graph.labels(), graph.test())).isCloseTo(testAccuracy, within(5e-5));
        assertThat(FloatForward.accuracy(classes, graph.labels(), graph.validation()))
                .isCloseTo(validationAccuracy, within(5e-5));
    }
}
