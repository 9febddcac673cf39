// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
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

    @Test
    void trainingOnASetOfGraphsAndQuantizingInTraining(@TempDir Path folder) {
        Path shared = Path.of(System.getProperty("bitknit.shared", "../../shared"));
        assumeTrue(Files.exists(shared.resolve("data/MUTAG")), "the shared graphs are not there");
        Path floats = folder.resolve("mutag.float");
        CommandLineRun trained = CommandLineRun.of(
                "train",
                "--arch",
                "gin",
                "--graph",
                shared.resolve("data/MUTAG"),
                "--layers",
                "2",
                "--hidden",
                "8",
                "--epochs",
                "3",
                "-o",
                floats,
                "--json",
                folder.resolve("t.json"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(folder.resolve("t.json"))
                .content()
                .contains("\"accuracyFloat\"")
                .contains("\"arch\" : \"gin\"");
        CommandLineRun quantized = CommandLineRun.of(
                "quantize",
                floats,
                "--method",
                "degree-quant",
                "--bits",
                "8",
                "-o",
                folder.resolve("mutag.q"),
                "--json",
                folder.resolve("q.json"));
        assertThat(quantized.exitCode()).as(quantized.err()).isZero();
        assertThat(quantized.err()).contains("quantize: 1/31 seed 0, ", "quantize: 4/31 seed 0, ", "quantize: 31/31 ");
        assertThat(folder.resolve("q.json"))
                .content()
                .contains("\"accuracyMean\"")
                .contains("\"accuracyStd\"")
                .contains("\"bitsHidden\"")
                .contains("\"predictedCycles\" : null");
        CommandLineRun learned =
                CommandLineRun.of("quantize", floats, "--method", "learned", "-o", folder.resolve("l.q"));
        assertThat(learned.exitCode()).isEqualTo(1);
        assertThat(learned.err())
                .isEqualTo("error[U-001]: --method: 'learned' is for GCNs; use calibrate, sgquant or degree-quant\n");
    }
}
