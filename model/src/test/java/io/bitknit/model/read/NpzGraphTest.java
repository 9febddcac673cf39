// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.GraphData;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files were written by NumPy 2.4.6. */
class NpzGraphTest {
    private static final Path FILES = Path.of("src/test/resources/npz");

    @ParameterizedTest
    @ValueSource(strings = {"graph.npz", "list.tsv"})
    void readsEdgesAsTheyAre(String name) {
        GraphData graph = GraphReader.read(FILES.resolve(name), 0);

        assertThat(graph.adjacency().rowStart()).containsExactly(0, 1, 3, 4, 5);
        assertThat(graph.adjacency().source()).containsExactly(3, 0, 0, 1, 3);
        assertThat(graph.features()).isEqualTo(2);
        assertThat(graph.featureRowStart()).containsExactly(0, 1, 2, 2, 4);
        assertThat(graph.featureColumn()).containsExactly(1, 0, 0, 1);
        assertThat(graph.featureValue()).containsExactly(1.5f, 2, -1, 0.25f);
        assertThat(graph.classes()).isEqualTo(3);
        assertThat(graph.labels()).containsExactly(0, 2, -1, 1);
        assertThat(graph.test()).containsExactly(3);
    }

    @Test
    void readsMasks() {
        GraphData graph = GraphReader.read(FILES.resolve("graph.npz"), 0);

        assertThat(graph.train()).containsExactly(0);
        assertThat(graph.validation()).containsExactly(1);
    }

    /** Column-major, big-endian, 16-bit floats, compressed; two splits; edges stored once. */
    @Test
    void readsEveryVariantOfAnArray() {
        GraphData graph = GraphReader.read(FILES.resolve("variants.npz"), 1);

        assertThat(graph.adjacency().rowStart()).containsExactly(0, 3, 6, 7, 9);
        assertThat(graph.adjacency().source()).containsExactly(1, 1, 3, 0, 0, 2, 1, 0, 3);
        assertThat(graph.featureColumn()).containsExactly(1, 0, 0, 1);
        assertThat(graph.featureValue()).containsExactly(1.5f, 2, -1, 0.25f);
        assertThat(graph.classes()).isEqualTo(5);
        assertThat(graph.labels()).containsExactly(0, 2, -1, 1);
        assertThat(graph.train()).containsExactly(3);
        assertThat(graph.test()).containsExactly(0);
    }

    @Test
    void aFolderWithOneEdgeListIsThatList(@org.junit.jupiter.api.io.TempDir Path folder) throws java.io.IOException {
        for (String name : new String[] {"list.tsv", "list.npz"}) {
            java.nio.file.Files.copy(FILES.resolve(name), folder.resolve(name));
        }

        assertThat(GraphReader.read(folder, 0).name()).isEqualTo("list");
    }
}
