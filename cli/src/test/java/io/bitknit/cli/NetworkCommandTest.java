// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** GraphSAGE, GIN and GAT from PyTorch Geometric to integers; no command takes them for a GCN. */
class NetworkCommandTest {
    @ParameterizedTest
    @ValueSource(strings = {"sage", "gin", "gat"})
    void importAndQuantizeWorkAndCompileSaysThatThereIsNoHardware(String kind, @TempDir Path folder) {
        Path shared = Path.of(System.getProperty("bitknit.shared", "../../shared"));
        assumeTrue(Files.exists(shared.resolve("models/cora-" + kind)), "the shared models are not there");
        Path floats = folder.resolve("cora.float");
        Path integers = folder.resolve("cora.q");

        CommandLineRun imported = CommandLineRun.of(
                "import",
                "--model",
                shared.resolve("models/cora-" + kind),
                "--graph",
                shared.resolve("data/cora"),
                "-o",
                floats);
        assertThat(imported.err()).isEmpty();
        assertThat(imported.exitCode()).isZero();
        CommandLineRun quantized =
                CommandLineRun.of("quantize", floats, "--hidden-bits", "8", "--weight-bits", "8", "-o", integers);
        assertThat(quantized.err()).isEmpty();
        assertThat(quantized.exitCode()).isZero();
        assertThat(quantized.out()).contains("test accuracy").contains("no accelerator for " + kind);

        CommandLineRun compiled =
                CommandLineRun.of("compile", integers, "--board", "ulx3s-85f", "-o", folder.resolve("cora.design"));
        assertThat(compiled.exitCode()).isEqualTo(1);
        assertThat(compiled.err())
                .isEqualTo("error[M-085]: cora.q/model.json /format: the model is a network of kind '" + kind
                        + "', for which there is no accelerator yet; 'quantize' and 'train' run it in the integer"
                        + " reference\n");
        assertThat(folder.resolve("cora.design")).doesNotExist();
    }
}
