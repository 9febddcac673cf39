// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program that tests call. Where it is missing, the test is skipped, or fails with {@code -Dtools.required=true}. */
enum ExternalTool {
    VERILATOR("verilator"),
    IVERILOG("iverilog"),
    VVP("vvp"),
    YOSYS("yosys"),
    SMTBMC("yosys-smtbmc"),
    Z3("z3");

    private static final long TIMEOUT_SECONDS = Long.getLong("bitknit.hdl.toolTimeoutSeconds", 300);

    private final String command;

    ExternalTool(String command) {
        this.command = command;
    }

    /** Exit code and all output of a call. */
    record Outcome(int exitCode, String output) {}

    /** Skips or fails the test when the program is not installed. */
    void require() {
        for (String folder : System.getenv("PATH").split(":")) {
            if (Files.isExecutable(Path.of(folder, command))) {
                return;
            }
        }
        String message = command + " is not installed; install the package " + command.replace("yosys-smtbmc", "yosys");
        if (Boolean.getBoolean("tools.required")) {
            fail(message);
        }
        Assumptions.abort(message);
    }

    /** Runs the program; output and errors are merged. */
    Outcome run(Path folder, List<String> arguments) {
        require();
        List<String> line = new java.util.ArrayList<>(List.of(command));
        line.addAll(arguments);
        try {
            Path log = Files.createTempFile(folder, "tool", ".log");
            Process process = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return fail(line + " did not end within " + TIMEOUT_SECONDS + " s");
            }
            try (InputStream in = Files.newInputStream(log)) {
                return new Outcome(process.exitValue(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot run " + line, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while running " + line, e);
        }
    }
}
