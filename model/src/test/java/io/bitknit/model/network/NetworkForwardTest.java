// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.model.Adjacency;
import io.bitknit.model.FloatForward;
import io.bitknit.model.GraphData;
import io.bitknit.model.GraphInput;
import io.bitknit.model.GraphSet;
import io.bitknit.model.SharedData;
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

class NetworkForwardTest {
    private static final int[] NONE = new int[0];

    @ParameterizedTest
    @CsvSource({"cora-sage, SAGE, 0.815, 0.79", "cora-gin, GIN, 0.769, 0.776", "cora-gat, GAT, 0.833, 0.826"})
    void agreesWithPyTorchGeometric(String model, Architecture architecture, double test, double validation) {
        Path folder = SharedData.require("models/" + model);
        GraphData graph = GraphReader.read(SharedData.require("data/cora"), PygImporter.splitIndex(folder));
        assertThat(PygImporter.network(folder)).contains(architecture);
        FloatNetwork network = PygImporter.readNetwork(folder, graph);

        double[] logits = NetworkForward.logits(network);

        NpyArray expected = NpyArray.read(new SourceFolder(folder), "logits.npy");
        assertThat(expected.elements()).isEqualTo(logits.length);
        double worst = 0;
        for (int i = 0; i < logits.length; i++) {
            worst = Math.max(worst, Math.abs(logits[i] - expected.real(i)));
        }
        assertThat(worst).isLessThan(1e-4).isGreaterThan(0);
        int[] classes = FloatForward.classes(logits, graph.classes());
        assertThat(FloatForward.accuracy(classes, graph.labels(), graph.test())).isCloseTo(test, within(5e-5));
        assertThat(FloatForward.accuracy(classes, graph.labels(), graph.validation()))
                .isCloseTo(validation, within(5e-5));
    }

    /** Nodes 0 and 1 with the features 3 and 5, an edge from 0 to 1. */
    private static GraphData two() {
        Adjacency edge = new Adjacency(2, new int[] {0, 0, 1}, new int[] {0});
        int[] start = {0, 1, 2};
        return new GraphData(
                "two", edge, 1, start, new int[2], new float[] {3, 5}, 1, new int[2], NONE, NONE, NONE, "");
    }

    private static double[] run(Architecture architecture, GraphInput graph, NetworkLayer... layers) {
        return NetworkForward.logits(new FloatNetwork("two", architecture, false, List.of(layers), graph, Map.of()));
    }

    private static NetworkLayer.Linear linear(double weight, double bias, Nonlinearity after) {
        return new NetworkLayer.Linear("linear", 1, 1, new float[] {(float) weight}, new float[] {(float) bias}, after);
    }

    @Test
    void sageIsTheMeanOfTheNeighboursPlusItself() {
        NetworkLayer.Sage sage = new NetworkLayer.Sage(
                "sage", 1, 1, new float[] {2}, new float[] {10}, new float[] {1}, Nonlinearity.NONE);
        assertThat(run(Architecture.SAGE, two(), sage)).containsExactly(31, 57);
    }

    @Test
    void ginAddsItselfWithEpsilon() {
        NetworkLayer.Gin gin = new NetworkLayer.Gin(
                "gin", 0.5, List.of(linear(2, -10, Nonlinearity.RELU), linear(3, 1, Nonlinearity.NONE)));
        assertThat(run(Architecture.GIN, two(), gin)).containsExactly(1, 3 * (2 * (1.5 * 5 + 3) - 10) + 1);
    }

    @Test
    void gatWeighsBySoftmaxAndHasSelfLoops() {
        NetworkLayer.Gat gat = new NetworkLayer.Gat(
                "gat",
                1,
                1,
                1,
                new float[] {1},
                new float[] {1},
                new float[] {-1},
                new float[] {0.5f},
                0.5,
                Nonlinearity.NONE);
        double own = 1;
        double other = Math.exp(0.5 * (3 - 5));
        assertThat(run(Architecture.GAT, two(), gat))
                .containsExactly(new double[] {3.5, (5 * own + 3 * other) / (own + other) + 0.5}, within(1e-6));
    }

    @Test
    void agnnWeighsByTheCosine() {
        // Positive numbers have the cosine 1, so both terms weigh the same whatever beta is.
        NetworkLayer[] layers = {linear(1, 0, Nonlinearity.RELU), new NetworkLayer.Agnn("prop", 1, 7)};
        assertThat(run(Architecture.AGNN, two(), layers)).containsExactly(new double[] {3, 4}, within(1e-12));
        // A row of zeros has the cosine 0 with everything.
        NetworkLayer[] negative = {linear(1, -4, Nonlinearity.RELU), new NetworkLayer.Agnn("prop", 1, 7)};
        assertThat(run(Architecture.AGNN, two(), negative))
                .containsExactly(new double[] {0, 1 / (1 + Math.exp(-7))}, within(1e-6));
    }

    @Test
    void poolingSumsOrAveragesTheNodesOfAGraph() {
        Adjacency none = new Adjacency(3, new int[4], NONE);
        int[] rows = {0, 1, 2, 3};
        GraphSet set = new GraphSet(
                "set",
                none,
                new int[] {0, 2, 3},
                1,
                rows,
                new int[3],
                new float[] {1, 3, 7},
                1,
                new int[2],
                NONE,
                NONE,
                NONE,
                "");
        NetworkLayer.Gin gin = new NetworkLayer.Gin("gin", 0, List.of(linear(1, 0, Nonlinearity.NONE)));
        assertThat(run(Architecture.GIN, set, gin, new NetworkLayer.Pool("pool", 1, false)))
                .containsExactly(4, 7);
        assertThat(run(Architecture.GIN, set, gin, new NetworkLayer.Pool("pool", 1, true)))
                .containsExactly(2, 7);
        GraphSet last = set.selected(new int[] {1, 0});
        assertThat(last.graphStart()).containsExactly(0, 1, 3);
        assertThat(last.featureValue()).containsExactly(7, 1, 3);
    }

    @Test
    void batchNormalisationFoldsIntoTheProductBeforeIt() {
        NetworkLayer.Linear folded =
                linear(2, 1, Nonlinearity.RELU).folded(new double[] {3}, new float[] {5}, new float[] {-1});
        // (2 x + 1 - 5) * 3 - 1
        assertThat(folded.weight()).containsExactly(6);
        assertThat(folded.bias()).containsExactly(-13);
    }

    @Test
    void eluBendsBelowZero() {
        assertThat(Nonlinearity.ELU.of(2)).isEqualTo(2);
        assertThat(Nonlinearity.ELU.of(-1)).isEqualTo(Math.exp(-1) - 1, within(1e-12));
    }
}
