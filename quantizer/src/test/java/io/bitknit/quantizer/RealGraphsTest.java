// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitknit.model.FloatForward;
import io.bitknit.model.FloatModel;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.PygImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Accuracy of integers on Cora and DBLP with 4-bit weights, by calibration alone. */
class RealGraphsTest {
    private static FloatModel load(String name) {
        Path shared = Path.of(System.getProperty("bitknit.shared", "../../shared"));
        Path model = shared.resolve("models/" + name + "-gcn");
        Path graph = shared.resolve("data/" + name);
        assumeTrue(Files.exists(model) && Files.exists(graph), name + " is not in the folder -Dbitknit.shared names");
        return PygImporter.read(model, GraphReader.read(graph, PygImporter.splitIndex(model)));
    }

    private static Map<String, AccuracyTable.Row> table(FloatModel model) {
        return AccuracyTable.of(model, 4).stream()
                .collect(Collectors.toMap(r -> r.hidden() + " " + r.exponents(), r -> r));
    }

    @Test
    void coraKeepsItsAccuracy() {
        Map<String, AccuracyTable.Row> rows = table(load("cora"));
        assertThat(rows.get("8 auto").testFloat()).isEqualTo(0.817);
        assertThat(rows.get("8 auto").test()).isGreaterThanOrEqualTo(0.814);
        assertThat(rows.get("4 auto").test()).isGreaterThanOrEqualTo(0.812);
        assertThat(rows.get("4-3-2-1 by degree auto").test()).isGreaterThanOrEqualTo(0.805);
        assertThat(rows.get("2 auto").test()).isGreaterThanOrEqualTo(0.75);
        assertThat(rows.get("8 auto").exponentCounts())
                .as("no exponents where gathered")
                .isEqualTo(List.of(1, 2, 1, 1));
        assertThat(rows.get("4 auto").exponentCounts()).isEqualTo(List.of(1, 2, 1, 1));
        assertThat(rows.get("8 auto").bits().inputBits()).isEqualTo(1);
        assertThat(rows.get("4-3-2-1 by degree auto").bits().hiddenBits()).isBetween(3.5, 3.51);
    }

    @Test
    void dblpKeepsItsAccuracy() {
        Map<String, AccuracyTable.Row> rows = table(load("dblp"));
        assertThat(rows.get("8 auto").test())
                .isGreaterThanOrEqualTo(rows.get("8 auto").testFloat() - 0.005);
        assertThat(rows.get("4 auto").test())
                .isGreaterThanOrEqualTo(rows.get("4 auto").testFloat() - 0.015);
        assertThat(rows.get("8 auto").bits().inputBits())
                .as("real-valued features")
                .isEqualTo(8);
    }

    @Test
    void integersAndRealSumsGiveTheSameClassesAtEightBits() {
        FloatModel cora = load("cora");
        QuantizationResult result = PostTrainingQuantizer.quantize(
                cora, QuantizationOptions.defaults().withWeightBits(List.of(8)).withHidden(HiddenWidths.uniform(8)));
        int[] exact = FloatForward.classes(FloatForward.logits(cora), 7);
        int[] found = IntegerForward.run(result.model()).classes();
        int differ = 0;
        for (int v = 0; v < exact.length; v++) {
            differ += exact[v] == found[v] ? 0 : 1;
        }
        assertThat(differ).as("of 2708 nodes").isLessThan(40);
    }
}
