// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.GraphData;
import io.bitknit.model.SharedData;
import io.bitknit.model.diag.UserException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PlanetoidGraphTest {
    @Test
    void theOriginalFilesGiveTheSameGraphAsTheFolder() {
        Path raw = SharedData.require("data/raw-planetoid");
        GraphData folder = GraphReader.read(SharedData.require("data/cora"), 0);

        GraphData original = GraphReader.read(raw.resolve("ind.cora"), 0);

        assertThat(original.name()).isEqualTo("cora");
        assertThat(original.adjacency().rowStart()).isEqualTo(folder.adjacency().rowStart());
        assertThat(original.adjacency().source()).isEqualTo(folder.adjacency().source());
        assertThat(original.features()).isEqualTo(folder.features());
        assertThat(original.featureRowStart()).isEqualTo(folder.featureRowStart());
        assertThat(original.featureColumn()).isEqualTo(folder.featureColumn());
        assertThat(original.featureValue()).isEqualTo(folder.featureValue());
        assertThat(original.classes()).isEqualTo(folder.classes());
        assertThat(original.labels()).isEqualTo(folder.labels());
        assertThat(original.train()).isEqualTo(folder.train());
        assertThat(original.validation()).isEqualTo(folder.validation());
        assertThat(original.test()).isEqualTo(folder.test());
    }

    @Test
    void aFileOfTheSetNamesTheSet() {
        Path raw = SharedData.require("data/raw-planetoid");

        assertThat(GraphReader.read(raw.resolve("ind.cora.graph"), 0).nodes()).isEqualTo(2708);
    }

    @Test
    void missingFilesAreNamed() {
        Path raw = SharedData.require("data/raw-planetoid");

        assertThatThrownBy(() -> GraphReader.read(raw.resolve("ind.pubmed"), 0))
                .isInstanceOf(UserException.class)
                .hasMessage("error[M-001]: raw-planetoid/ind.pubmed.allx: "
                        + "the file or folder does not exist; check the path");
    }

    @Test
    void aFolderWithTwoSetsIsNotGuessed() {
        Path raw = SharedData.require("data/raw-planetoid");

        assertThatThrownBy(() -> GraphReader.read(raw, 0))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("error[M-060]: raw-planetoid: not a graph: the folder holds several");
    }
}
