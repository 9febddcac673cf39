// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.Adjacency;
import io.bitknit.model.GraphData;
import io.bitknit.model.SharedData;
import io.bitknit.model.diag.UserException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphFolderTest {
    @ParameterizedTest
    @CsvSource({
        "cora, 2708, 10556, 1433, 49216, 7, 140, 500, 1000",
        "dblp, 17716, 105734, 1639, 92192, 4, 80, 120, 17516",
        "nell, 65755, 251550, 61278, 426664, 210, 105, 0, 969",
        "chameleon, 2277, 36101, 2325, 29157, 5, 1092, 729, 456",
        "wisconsin, 251, 515, 1703, 24057, 5, 120, 80, 51",
        "amazon-computers, 13752, 491722, 767, 3675081, 10, 200, 300, 13252"
    })
    void readsRealGraphs(
            String name, int nodes, int terms, int features, int entries, int classes, int train, int val, int test) {
        GraphData graph = GraphReader.read(SharedData.require("data/" + name), 0);

        assertThat(graph.name()).isEqualTo(name);
        assertThat(graph.nodes()).isEqualTo(nodes);
        assertThat(graph.adjacency().terms()).isEqualTo(terms);
        assertThat(graph.features()).isEqualTo(features);
        assertThat(graph.featureColumn()).hasSize(entries);
        assertThat(graph.featureValue()).hasSize(entries);
        assertThat(graph.featureRowStart()[nodes]).isEqualTo(entries);
        assertThat(graph.classes()).isEqualTo(classes);
        assertThat(graph.train()).hasSize(train);
        assertThat(graph.validation()).hasSize(val);
        assertThat(graph.test()).hasSize(test);
        assertThat(graph.digest()).matches("[0-9a-f]{64}");
        assertAscending(graph.adjacency());
    }

    @Test
    void anUndirectedEdgeGoesBothWays() {
        Adjacency adjacency =
                GraphReader.read(SharedData.require("data/cora"), 0).adjacency();

        // The file's first line is "633 1862 2582".
        assertThat(sources(adjacency, 0)).containsExactly(633, 1862, 2582);
        assertThat(sources(adjacency, 633)).contains(0);
    }

    @Test
    void aDirectedEdgeComesInAtItsTarget() {
        Adjacency adjacency =
                GraphReader.read(SharedData.require("data/wisconsin"), 0).adjacency();

        // The file's first line is "20 28 99 104 200".
        assertThat(sources(adjacency, 20)).contains(0);
    }

    @Test
    void theSplitIsChosenByIndex() {
        Path folder = SharedData.require("data/dblp");

        assertThat(GraphReader.read(folder, 1).train())
                .isNotEqualTo(GraphReader.read(folder, 0).train());
        assertThatThrownBy(() -> GraphReader.read(folder, 3))
                .isInstanceOf(UserException.class)
                .hasMessage("error[M-038]: dblp/split.json /splits: split 3 does not exist, the file has 3 splits, "
                        + "counted from 0");
    }

    private static int[] sources(Adjacency adjacency, int node) {
        return java.util.Arrays.copyOfRange(
                adjacency.source(), adjacency.rowStart()[node], adjacency.rowStart()[node + 1]);
    }

    private static void assertAscending(Adjacency adjacency) {
        for (int v = 0; v < adjacency.nodes(); v++) {
            assertThat(sources(adjacency, v)).isSorted();
        }
    }
}
