// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitknit.model.GraphData;
import io.bitknit.model.network.FloatNetwork;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.PygImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkQuantizerTest {
    private static FloatNetwork cora(String model) {
        Path shared = Path.of(System.getProperty("bitknit.shared", "../../shared"));
        assumeTrue(Files.exists(shared.resolve("models/" + model)), "the shared models are not there");
        GraphData graph = GraphReader.read(shared.resolve("data/cora"), 0);
        return PygImporter.readNetwork(shared.resolve("models/" + model), graph);
    }

    /** Eight bits cost at most 1.5 points, four at most so many. */
    @ParameterizedTest
    @CsvSource({"cora-sage, 2", "cora-gin, 9", "cora-gat, 3"})
    void calibrationKeepsMostOfTheAccuracy(String model, double points) {
        FloatNetwork network = cora(model);
        NetworkQuantizer.Result eight = NetworkQuantizer.quantize(network, NetworkWidths.uniform(8));
        NetworkQuantizer.Result four = NetworkQuantizer.quantize(network, NetworkWidths.uniform(4));
        assertThat(eight.test()).isGreaterThan(eight.testFloat() - 0.015);
        assertThat(eight.agreement()).isGreaterThan(0.96);
        assertThat(four.test()).isGreaterThan(four.testFloat() - points / 100);
        assertThat(four.bits().allBits()).isLessThan(4.5);
        assertThat(four.bits().memoryBeforeBits()).isGreaterThan(5 * four.bits().memoryAfterBits());
    }
}
