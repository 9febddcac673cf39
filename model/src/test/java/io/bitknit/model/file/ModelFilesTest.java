// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.FloatModel;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.Samples;
import io.bitknit.model.SharedData;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.network.NetworkSamples;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.PygImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {
    private static final int ROUNDS = 200;

    @TempDir
    Path temporary;

    @Test
    void aQuantizedModelSurvivesTheRoundTrip() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            QuantizedModel model = new Samples(seed).quantizedModel();
            Path folder = temporary.resolve("model.q");

            QuantizedModelFile.write(model, folder);

            assertThat(QuantizedModelFile.read(folder))
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .isEqualTo(model);
        }
    }

    @Test
    void aFloatModelSurvivesTheRoundTrip() {
        for (long seed = 0; seed < ROUNDS; seed++) {
            FloatModel model = new Samples(seed).floatModel();
            Path folder = temporary.resolve("model.float");

            FloatModelFile.write(model, folder);

            assertThat(FloatModelFile.read(folder))
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .isEqualTo(model);
        }
    }

    @Test
    void aRealModelSurvivesTheRoundTrip() {
        Path folder = SharedData.require("models/cora-gcn");
        FloatModel model = PygImporter.read(folder, GraphReader.read(SharedData.require("data/cora"), 0));

        FloatModelFile.write(model, temporary.resolve("cora.float"));

        assertThat(FloatModelFile.read(temporary.resolve("cora.float")))
                .usingRecursiveComparison()
                .isEqualTo(model);
    }

    @Test
    void networksSurviveTheRoundTrip() {
        FloatNetworkFile.write(NetworkSamples.floats(), temporary.resolve("n.float"));
        QuantizedNetworkFile.write(NetworkSamples.integers(), temporary.resolve("n.q"));

        assertThat(FloatNetworkFile.read(temporary.resolve("n.float")))
                .usingRecursiveComparison()
                .isEqualTo(NetworkSamples.floats());
        assertThat(QuantizedNetworkFile.read(temporary.resolve("n.q")))
                .usingRecursiveComparison()
                .isEqualTo(NetworkSamples.integers());
    }

    @Test
    void theSameModelGivesTheSameBytes() throws IOException {
        QuantizedModel model = new Samples(7).quantizedModel();
        QuantizedModelFile.write(model, temporary.resolve("a.q"));
        QuantizedModelFile.write(QuantizedModelFile.read(temporary.resolve("a.q")), temporary.resolve("b.q"));

        for (String file : new String[] {"model.json", "tensors.safetensors"}) {
            assertThat(temporary.resolve("a.q").resolve(file)).hasSameBinaryContentAs(temporary.resolve("b.q/" + file));
        }
    }

    @Test
    void anOlderModelIsReplacedAndNothingIsLeftBehind() throws IOException {
        Path folder = temporary.resolve("new/folder/model.q");
        QuantizedModelFile.write(new Samples(1).quantizedModel(), folder);
        QuantizedModel second = new Samples(2).quantizedModel();

        QuantizedModelFile.write(second, folder);

        assertThat(QuantizedModelFile.read(folder)).usingRecursiveComparison().isEqualTo(second);
        try (Stream<Path> files = Files.walk(temporary)) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder("model.json", "tensors.safetensors");
        }
    }

    @Test
    void somethingElseInTheWayIsNotRemoved() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("precious"));
        Files.writeString(folder.resolve("thesis.txt"), "years of work");

        assertThatThrownBy(() -> QuantizedModelFile.write(new Samples(1).quantizedModel(), folder))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("error[M-008]: precious");
        assertThat(folder.resolve("thesis.txt")).hasContent("years of work");
        assertThat(temporary.toFile().list()).containsExactly("precious");
    }

    @Test
    void aModelThatBreaksItsOwnRulesIsOurMistake() {
        QuantizedModel model = new Samples(1).quantizedModel();
        QuantizedModel wrong = new QuantizedModel(
                model.name(),
                21,
                model.input(),
                model.adjacency(),
                model.layers(),
                model.evaluation(),
                model.provenance());

        assertThatThrownBy(() -> QuantizedModelFile.write(wrong, temporary.resolve("wrong.q")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("/requantShift: the value is 21, expected 1 to 20");
        assertThat(temporary.toFile().list()).isEmpty();
    }
}
