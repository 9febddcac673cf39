// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static io.bitknit.cli.KarateEndToEndTest.read;
import static io.bitknit.cli.KarateEndToEndTest.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The commands of the README on Cora, with the engines that are written in Java. */
class CoraEndToEndTest {
    @TempDir
    static Path folder;

    private static Path floatModel;

    @BeforeAll
    static void importCora() {
        Path shared = Path.of(System.getProperty("bitknit.shared", "../shared"));
        Path model = shared.resolve("models/cora-gcn");
        Path graph = shared.resolve("data/cora");
        assumeTrue(
                Files.isDirectory(model) && Files.isDirectory(graph),
                "the benchmark data is not there: " + shared + " (set -Dbitknit.shared)");
        floatModel = folder.resolve("cora.float");
        succeed("import", "--model", model, "--graph", graph, "-o", floatModel);
    }

    @Test
    void fourBits() throws Exception {
        JsonNode verify = compileAndVerify("cora4", "--hidden-bits", "4");
        assertThat(verify.get("accuracyHardware").asDouble()).isGreaterThanOrEqualTo(0.812);
    }

    @Test
    void degreeBuckets() throws Exception {
        JsonNode verify = compileAndVerify("taq", "--degree-bits", "4,3,2,1", "--degree-splits", "4,8,16");
        assertThat(verify.get("accuracyHardware").asDouble()).isGreaterThanOrEqualTo(0.805);
    }

    private static JsonNode compileAndVerify(String name, String... widths) throws Exception {
        Path model = folder.resolve(name + ".q");
        Path design = folder.resolve(name + ".design");
        Path json = folder.resolve(name + ".json");
        Object[] quantize = new Object[widths.length + 6];
        quantize[0] = "quantize";
        quantize[1] = floatModel;
        System.arraycopy(widths, 0, quantize, 2, widths.length);
        System.arraycopy(new Object[] {"--weight-bits", "4", "-o", model}, 0, quantize, 2 + widths.length, 4);
        succeed(quantize);
        succeed("compile", model, "--board", "zcu104", "-o", design);
        succeed("verify", design, "--engines", "reference,cycle", "--json", json);
        JsonNode verify = read(json);
        assertThat(verify.get("equal").asBoolean()).isTrue();
        assertThat(verify.get("accuracyFloat").asDouble()).isEqualTo(0.817);
        assertThat(verify.at("/engines/cycle/cycles").asLong())
                .isEqualTo(verify.get("predictedCycles").asLong());
        return verify;
    }
}
