// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.boards.BoardException;
import io.bitknit.model.diag.Diagnostic;
import io.bitknit.model.diag.ToolMissingException;
import io.bitknit.model.diag.UserException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Failures failures =
            new Failures(new Console(System.out, new PrintStream(err, true, StandardCharsets.UTF_8), false));

    @Test
    void userErrorsAreAllShownAndEndWithOne() {
        UserException two = new UserException(
                List.of(new Diagnostic("X-001", "a", "first"), new Diagnostic("X-002", "b\n", "second")));
        assertThat(failures.exitCode(two, false)).isEqualTo(1);
        assertThat(text()).isEqualTo("error[X-001]: a: first\nerror[X-002]: b\\u000a: second\n");
    }

    @Test
    void boardErrorsEndWithOne() {
        assertThat(failures.exitCode(new BoardException("B-001", "x.yaml", "no such board"), false))
                .isEqualTo(1);
        assertThat(text()).isEqualTo("error[B-001]: x.yaml: no such board\n");
    }

    @Test
    void aMissingToolEndsWithTwo() {
        assertThat(failures.exitCode(new ToolMissingException("verilator", "apt-get install verilator"), false))
                .isEqualTo(2);
        assertThat(text())
                .isEqualTo("error: 'verilator' is not installed; install it with: apt-get install verilator\n");
    }

    @Test
    void tooLittleMemoryIsSaidInOneLine() {
        assertThat(failures.exitCode(new OutOfMemoryError("Java heap space"), false))
                .isEqualTo(1);
        assertThat(text()).matches("error\\[U-002]: the input needs more than the [0-9]+ MiB .*\n");
    }

    @Test
    void ourFaultEndsWithSeventyAndKeepsTheTraceInAFile() throws IOException {
        assertThat(failures.exitCode(new IllegalStateException("schedule: two rows\nin one bank"), false))
                .isEqualTo(70);
        List<String> lines = text().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).isEqualTo("internal error: java.lang.IllegalStateException: schedule: two rows");
        assertThat(lines.get(1)).contains("not of your input");
        Path trace = Path.of(lines.get(2).substring("details for the report: ".length()));
        assertThat(Files.readString(trace)).contains("in one bank").contains("\tat io.bitknit.cli.FailuresTest");
        Files.delete(trace);
    }

    @Test
    void ourFaultWithDebugPrintsTheTrace() {
        assertThat(failures.exitCode(new IllegalStateException("x"), true)).isEqualTo(70);
        assertThat(text()).contains("\tat io.bitknit.cli.FailuresTest").doesNotContain("details for the report");
    }

    private String text() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
