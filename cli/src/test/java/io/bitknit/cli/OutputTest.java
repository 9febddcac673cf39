// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    @TempDir
    Path folder;

    @Test
    void writesAndReplacesItsOwn() throws IOException {
        Path file = folder.resolve("new folder/verify.json");
        Output.json(file, content(1), null);
        Output.json(file, content(2), null);
        assertThat(file)
                .content(StandardCharsets.UTF_8)
                .contains("\"value\" : 2")
                .doesNotContain("1");
        assertThat(names(file.getParent())).containsExactly("verify.json");
    }

    @Test
    void leavesForeignFilesAlone() throws IOException {
        Path file = folder.resolve("notes.json");
        Files.writeString(file, "{\"mine\": true}");
        assertThatThrownBy(() -> Output.json(file, content(1), null))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("error[U-003]: ")
                .hasMessageContaining("not written by this command");
        assertThat(file).content(StandardCharsets.UTF_8).isEqualTo("{\"mine\": true}");
        assertThat(names(folder)).containsExactly("notes.json");
    }

    @Test
    void leavesFoldersAlone() {
        assertThatThrownBy(() -> Output.json(folder, content(1), null))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("error[U-003]: ");
    }

    @Test
    void saysWhenTheFolderIsAFile() throws IOException {
        Path blocker = folder.resolve("file");
        Files.writeString(blocker, "x");
        assertThatThrownBy(() -> Output.json(blocker.resolve("verify.json"), content(1), null))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("error[U-004]: ");
    }

    private static Map<String, Object> content(int value) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("format", "bitknit-test");
        content.put("value", value);
        return content;
    }

    private static List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
