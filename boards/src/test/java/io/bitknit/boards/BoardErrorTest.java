// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One folder of {@code error} per wrong file, with the exact line that the user sees in {@code expect}. */
class BoardErrorTest {
    private static final Path CASES = Path.of("src/test/resources/error");

    static List<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(CASES)) {
            return folders.map(folder -> folder.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void wrongFileGivesOneLine(String name) throws IOException {
        Path folder = CASES.resolve(name);
        String shown = folder.resolve("board.yaml").toString().replace('\\', '/');
        Golden.check(folder.resolve("expect"), line(shown).replace(CASES + "/" + name + "/", "") + "\n");
    }

    @Test
    void everyCodeHasACase() throws IOException {
        Set<String> seen = new TreeSet<>();
        for (String name : cases()) {
            seen.add(Files.readString(CASES.resolve(name).resolve("expect")).substring("error[".length(), 11));
        }
        // B-001 and B-002 are about files that cannot be kept here; their tests are below.
        assertThat(seen).containsExactly("B-003", "B-004", "B-005", "B-006", "B-007", "B-008", "B-009");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ulx4s", "", " ", "../ulx3s-85f", "boards/ulx3s-85f", "ulx3s-85f\nx", "ULX3S-85F"})
    void unknownNameListsTheBuiltInOnes(String name) {
        assertThat(line(name))
                .startsWith("error[B-001]: unknown board '")
                .contains("hx8k-evn, icebreaker")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none.yaml", "folder/none.yml"})
    void missingFileIsNamed(String path) {
        assertThat(line(path)).isEqualTo("error[B-001]: " + path + ": no such file");
    }

    @Test
    void pathThatIsNoneIsNamed() {
        assertThat(line("\0.yaml")).isEqualTo("error[B-001]: '\\u0000.yaml' is not a path");
    }

    @Test
    void folderIsNotAFile(@TempDir Path folder) throws IOException {
        Path path = Files.createDirectory(folder.resolve("mine.yaml"));
        assertThat(line(path.toString())).isEqualTo("error[B-002]: " + path + ": not a regular file");
    }

    @Test
    void hugeFileIsRefusedUnread(@TempDir Path folder) throws IOException {
        Path path = Files.writeString(folder.resolve("mine.yaml"), "# long\n".repeat(1_000_000));
        assertThat(line(path.toString())).isEqualTo("error[B-002]: " + path + ": the file is larger than 65536 bytes");
    }

    @Test
    void textThatIsNotUtf8IsLocated(@TempDir Path folder) throws IOException {
        byte[] latin1 = "kind: board\ntitle: Gerät\n".getBytes(StandardCharsets.ISO_8859_1);
        Path path = Files.write(folder.resolve("mine.yaml"), latin1);
        assertThat(line(path.toString())).isEqualTo("error[B-002]: " + path + ":2: not UTF-8 text, at byte 22");
    }

    @Test
    void endInsideACharacterIsLocated(@TempDir Path folder) throws IOException {
        Path path = Files.write(folder.resolve("mine.yaml"), new byte[] {'k', ':', ' ', (byte) 0xc3});
        assertThat(line(path.toString())).startsWith("error[B-002]: " + path + ":1: not UTF-8 text");
    }

    @Test
    void linkOutOfTheFolderIsRefused(@TempDir Path folder) throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.writeString(folder.resolve("secret.yaml"), "kind: board\n");
        Files.createSymbolicLink(inner.resolve("link.yaml"), folder.resolve("secret.yaml"));
        Path path = Files.writeString(inner.resolve("mine.yaml"), "extends: link.yaml\n");
        assertThat(line(path.toString())).contains("error[B-008]").contains("leaves the folder of this file");
    }

    @Test
    void chainOfFilesHasAnEnd(@TempDir Path folder) throws IOException {
        for (int i = 0; i < 20; i++) {
            Files.writeString(folder.resolve(i + ".yaml"), "extends: " + (i + 1) + ".yaml\n");
        }
        assertThat(line(folder.resolve("0.yaml").toString()))
                .contains("error[B-008]")
                .contains("more than 8 files");
    }

    private static String line(String nameOrPath) {
        BoardException thrown = catchThrowableOfType(BoardException.class, () -> Boards.load(nameOrPath));
        assertThat(thrown).as("loading '%s'", nameOrPath).isNotNull();
        assertThat(thrown.getMessage().lines()).hasSize(1);
        return thrown.getMessage();
    }
}
