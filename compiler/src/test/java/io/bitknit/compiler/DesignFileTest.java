// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DesignFileTest {
    private final QuantizedModel model = TestModels.on(1, TestModels.randomGraph(1, 40, 4))
            .withWidths(2, 2, 4)
            .model();
    private final Design design =
            Scheduler.schedule(new Lowering(model).workload("abcd"), ShapeChoice.of(2, 8, 8, 2, 1, 1));

    @TempDir
    Path folder;

    private DesignFile.Content content() {
        return new DesignFile.Content(
                design, model, Map.of("top.v", "module top;\nendmodule\n"), Map.of("estimate.json", "{}\n"));
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        DesignFile.write(folder.resolve("a.design"), content());
        DesignFile.Content read = DesignFile.read(folder.resolve("a.design"));
        assertThat(read.design()).usingRecursiveComparison().isEqualTo(design);
        assertThat(read.model()).usingRecursiveComparison().isEqualTo(model);
        assertThat(read.verilog()).isEqualTo(content().verilog());
        assertThat(read.documents()).isEqualTo(content().documents());
    }

    @Test
    void theSameDesignGivesTheSameBytes() throws IOException {
        DesignFile.write(folder.resolve("a.design"), content());
        DesignFile.write(folder.resolve("b.design"), content());
        DesignFile.write(folder.resolve("b.design"), content());
        List<Path> files = files(folder.resolve("a.design"));
        assertThat(files).hasSize(7);
        for (Path file : files) {
            Path other = folder.resolve("b.design")
                    .resolve(folder.resolve("a.design").relativize(file));
            assertThat(Files.readAllBytes(file)).as(file.toString()).isEqualTo(Files.readAllBytes(other));
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("a.design", "b.design");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void otherFoldersAreNotReplaced() throws IOException {
        Path target = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(target.resolve("thesis.txt"), "x");
        assertThatThrownBy(() -> DesignFile.write(target, content()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("D-002");
        assertThat(target.resolve("thesis.txt")).exists();
    }

    @Test
    void damagedFilesGiveOneLine() throws IOException {
        Path target = folder.resolve("a.design");
        for (String name :
                List.of("design.json", "design.safetensors", "model/model.json", "model/tensors.safetensors")) {
            DesignFile.write(target, content());
            byte[] bytes = Files.readAllBytes(target.resolve(name));
            int tried = 0;
            for (int at = bytes.length - 1; at >= 0; at -= 1 + bytes.length / 60) {
                byte[] damaged = bytes.clone();
                damaged[at] = (byte) (damaged[at] ^ 1 << at % 7);
                Files.write(target.resolve(name), damaged);
                try {
                    DesignFile.read(target);
                } catch (UserException e) {
                    assertThat(e.getMessage()).startsWith("error[");
                    tried++;
                }
            }
            assertThat(tried).as(name).isGreaterThan(5);
        }
    }

    @Test
    void aDesignOfAnotherModelIsRefused() {
        QuantizedModel other =
                TestModels.on(2, TestModels.randomGraph(2, 40, 4)).model();
        DesignFile.write(folder.resolve("a.design"), new DesignFile.Content(design, other, Map.of(), Map.of()));
        assertThatThrownBy(() -> DesignFile.read(folder.resolve("a.design")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("D-003")
                .hasMessageContaining("the design does not do what its model says");
    }
}
