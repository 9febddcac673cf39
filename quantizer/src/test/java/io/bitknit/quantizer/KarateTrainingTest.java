// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.FloatModel;
import io.bitknit.model.GraphData;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.PygImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KarateTrainingTest {
    private static final Path DEMO = Path.of("../cli/src/main/resources/demo");

    @Test
    void trainingAgainGivesTheBundledBytes() throws Exception {
        for (Map.Entry<String, byte[]> file : KarateTraining.files().entrySet()) {
            assertThat(Files.readAllBytes(DEMO.resolve(file.getKey())))
                    .as("%s; write it again with mvn -q -Pkarate -pl quantizer -am process-classes", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void bundledFilesAreReadAsTheModelThatWasTrained() {
        FloatModel trained = KarateTraining.train();
        GraphData graph = GraphReader.read(DEMO.resolve("karate"), 0);
        FloatModel read = PygImporter.read(DEMO.resolve("karate-gcn"), graph);
        assertThat(read.layers()).usingRecursiveComparison().isEqualTo(trained.layers());
        assertThat(read.rowNormalised()).isFalse();
        assertThat(graph).usingRecursiveComparison().ignoringFields("digest").isEqualTo(trained.graph());
        assertThat(graph.adjacency().terms()).isEqualTo(2 * 78);
    }

    @Test
    void fourBitsClassifyTheOtherNodesAsWellAsFloat() {
        QuantizationResult result = PostTrainingQuantizer.quantize(
                KarateTraining.train(), QuantizationOptions.defaults().withHidden(HiddenWidths.uniform(4)));
        assertThat(result.testFloat()).isGreaterThanOrEqualTo(0.8);
        assertThat(result.test()).isGreaterThanOrEqualTo(result.testFloat());
        assertThat(List.of(result.model().evaluation().test().length)).containsExactly(30);
    }
}
