// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.Activation;
import io.bitknit.model.Adjacency;
import io.bitknit.model.Evaluation;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.QuantizedWeights;
import io.bitknit.model.SparseInput;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.SourceFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example in {@code doc/MODEL_FORMAT.md} is what the program writes. */
class FormatManualTest {
    private static final Path MANUAL = Path.of("../doc/MODEL_FORMAT.md");

    @Test
    void theExampleIsWhatIsWritten(@TempDir Path folder) throws IOException {
        QuantizedModelFile.write(example(), folder.resolve("example.q"));

        String written = Files.readString(folder.resolve("example.q/model.json"));
        assertThat(Files.readString(MANUAL)).contains("```json\n" + written + "```");
    }

    @Test
    void everyTensorIsInTheTable(@TempDir Path folder) throws IOException {
        QuantizedModelFile.write(example(), folder.resolve("example.q"));

        String manual = Files.readString(MANUAL);
        SafetensorsFile file =
                SafetensorsFile.read(new SourceFolder(folder.resolve("example.q")), "tensors.safetensors");
        assertThat(file.tensors()).hasSize(17);
        for (String name : file.tensors().keySet()) {
            assertThat(manual).contains("`" + name.replace("layers.0", "layers.i") + "`");
        }
    }

    private static QuantizedModel example() {
        int[] start = {0, 1, 2};
        QuantizedLayer layer = new QuantizedLayer(
                "conv1",
                Activation.NONE,
                new QuantizedWeights(3, 2, 4, 0.125, new byte[6]),
                tensor("conv1.combined", 0.25),
                tensor("conv1.aggregated", 0.5));
        return new QuantizedModel(
                "example",
                16,
                new SparseInput(2, 3, 1, 1.0, start, new int[] {0, 2}, new byte[] {1, 1}),
                new Adjacency(2, start, new int[] {0, 1}),
                List.of(layer),
                new Evaluation(2, new int[] {0, 1}, new int[0], new int[] {1}, 1.0),
                Map.of("framework", "pytorch-geometric"));
    }

    private static QuantizedTensor tensor(String name, double scale) {
        return new QuantizedTensor(
                name, 2, 2, true, scale, new byte[] {4, 4}, new byte[2], new int[] {1, 1}, new long[2]);
    }
}
