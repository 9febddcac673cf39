// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.error;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The exact line for every bad input. {@code -Dgolden=update} writes the files under {@code error/} anew; read the
 * difference before committing it.
 */
class ErrorGoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/error");
    private static final Path MANUAL = Path.of("../doc/errors.md");

    static List<ErrorCase> cases() {
        return Stream.of(FileCases.ALL, TensorCases.ALL, GraphCases.ALL, ArrayCases.ALL, ModelCases.ALL)
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysExactlyThis(ErrorCase bad, @TempDir Path folder) throws IOException {
        UserException e =
                catchThrowableOfType(UserException.class, () -> bad.input().read(folder));

        assertThat(e).as("nothing was refused").isNotNull();
        Path golden = GOLDEN.resolve(bad.id() + ".txt");
        String message = e.getMessage() + "\n";
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, message);
        }
        assertThat(message).isEqualTo(Files.readString(golden));
        assertThat(message)
                .startsWith("error[" + bad.id().substring(0, 5) + "]: ")
                .doesNotContain(folder.toString());
        assertThat(message.lines().count()).isEqualTo(e.diagnostics().size());
    }

    @Test
    void everyErrorHasACaseAndEveryGoldenFileATest() throws IOException {
        List<String> ids = cases().stream().map(ErrorCase::id).toList();
        assertThat(ids).doesNotHaveDuplicates();
        assertThat(Arrays.stream(ModelError.values()).map(ModelError::code))
                .doesNotHaveDuplicates()
                .allMatch(code -> ids.stream().anyMatch(id -> id.startsWith(code)));
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(f -> f.getFileName().toString().replace(".txt", "")))
                    .containsExactlyInAnyOrderElementsOf(ids);
        }
    }

    @Test
    void everyErrorIsInTheManual() throws IOException {
        List<String> rows = Files.readAllLines(MANUAL);
        for (ModelError error : ModelError.values()) {
            String shape = error.shape().replace("%%", "%").replace("|", "\\|");
            assertThat(rows)
                    .as("row of %s", error.code())
                    .anyMatch(row -> row.startsWith("| " + error.code() + " | `" + shape + "` | "));
        }
    }
}
