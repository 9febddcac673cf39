// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.GraphSet;
import io.bitknit.model.SharedData;
import io.bitknit.model.diag.UserException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphSetFolderTest {
    private static GraphSet read(String name, int fold, NodeFeatures features) {
        return (GraphSet) GraphReader.read(SharedData.require("data/" + name), fold, features);
    }

    @ParameterizedTest
    @CsvSource({
        "IMDB-BINARY, 1000, 19773, 193062, 136",
        "MUTAG, 188, 3371, 7442, 7",
        "REDDIT-BINARY, 2000, 859254, 1991016, 256"
    })
    void hasThePublishedSizes(String name, int graphs, int nodes, int terms, int features) {
        GraphSet set = read(name, 0, NodeFeatures.AUTO);
        assertThat(set.graphs()).isEqualTo(graphs);
        assertThat(set.nodes()).isEqualTo(nodes);
        assertThat(set.adjacency().terms()).isEqualTo(terms);
        assertThat(set.features()).isEqualTo(features);
        assertThat(set.featureRowStart()[nodes]).isEqualTo(nodes);
        assertThat(set.labels()).hasSize(graphs).containsOnly(0, 1);
    }

    @Test
    void theFoldBeforeIsForChoicesAndLeavesTraining() {
        GraphSet second = read("IMDB-BINARY", 1, NodeFeatures.CONSTANT);
        GraphSet first = read("IMDB-BINARY", 0, NodeFeatures.CONSTANT);
        assertThat(second.validation()).containsExactly(first.test());
        assertThat(first.validation())
                .containsExactly(read("IMDB-BINARY", 9, NodeFeatures.CONSTANT).test());
        TreeSet<Integer> all = new TreeSet<>();
        for (int[] part : new int[][] {second.train(), second.validation(), second.test()}) {
            Arrays.stream(part).forEach(all::add);
        }
        assertThat(all).hasSize(1000);
        assertThat(second.train()).hasSize(800);
        assertThat(second.features()).isEqualTo(1);
    }

    @Test
    void degreesAreColumns() {
        GraphSet set = read("MUTAG", 0, NodeFeatures.DEGREE);
        for (int v : IntStream.range(0, 50).toArray()) {
            assertThat(set.featureColumn()[v]).isEqualTo(set.adjacency().degree(v));
        }
    }

    @Test
    void octavesOfDegreesAreColumns() {
        GraphSet set = read("MUTAG", 0, NodeFeatures.OCTAVES);
        List<Integer> octaves = List.of(0, 1, 2, 2, 3);
        for (int v = 0; v < set.featureColumn().length; v++) {
            assertThat(set.featureColumn()[v])
                    .isEqualTo(octaves.get(set.adjacency().degree(v)));
        }
        assertThat(set.features()).isEqualTo(4);
    }

    @Test
    void labelsThatAreNotThereAreRefused() {
        // Outside of the assertion, which would take the skip for a failure.
        Path folder = SharedData.require("data/IMDB-BINARY");
        assertThatThrownBy(() -> GraphReader.read(folder, 0, NodeFeatures.LABELS))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("M-032");
    }

    @Test
    void aSelectionKeepsItsGraphsWhole() {
        GraphSet set = read("MUTAG", 0, NodeFeatures.AUTO);
        int[] ids = {187, 3, 40};
        GraphSet chosen = set.selected(ids);
        assertThat(chosen.graphs()).isEqualTo(3);
        for (int i = 0; i < ids.length; i++) {
            int from = set.graphStart()[ids[i]];
            int size = set.graphStart()[ids[i] + 1] - from;
            int to = chosen.graphStart()[i];
            assertThat(chosen.graphStart()[i + 1] - to).isEqualTo(size);
            assertThat(chosen.labels()[i]).isEqualTo(set.labels()[ids[i]]);
            for (int v = 0; v < size; v++) {
                assertThat(chosen.adjacency().degree(to + v))
                        .isEqualTo(set.adjacency().degree(from + v));
                assertThat(chosen.featureColumn()[to + v]).isEqualTo(set.featureColumn()[from + v]);
            }
        }
    }
}
