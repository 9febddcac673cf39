// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Verilog of random shapes without a warning of Verilator's and Icarus' strictest lint, and one shape without a
 * warning of yosys. {@code -Dbitknit.hdl.lints=N} sets the number of shapes.
 */
class VerilogLintTest {
    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("bitknit.hdl.lints", 16));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void simulatorsFindNothing(long seed) throws IOException {
        AcceleratorShape shape = RandomShape.of(seed);
        List<String> files = write(shape);
        assertThat(run(ExternalTool.VERILATOR, List.of("--lint-only", "-Wall", "--top-module", "bitknit_top"), files))
                .as("verilator, seed %d, %s", seed, shape)
                .isEmpty();
        assertThat(run(
                        ExternalTool.IVERILOG,
                        List.of("-g2005", "-Wall", "-Wno-timescale", "-o", "lint.vvp", "-s", "bitknit_top"),
                        files))
                .as("iverilog, seed %d, %s", seed, shape)
                .isEmpty();
    }

    /** The units of the board shells, each alone. */
    @ParameterizedTest
    @EnumSource(VerilogEmitter.Shell.class)
    void shellsAreClean(VerilogEmitter.Shell shell) throws IOException {
        Files.writeString(folder.resolve("bitknit_memory.v"), VerilogEmitter.resource("memory/memory.v.vm"));
        for (var file : VerilogEmitter.emit(shell).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
            String module = file.getKey().replace(".v", "");
            List<String> files = module.equals("bitknit_frame_link")
                    ? List.of(file.getKey(), "bitknit_memory.v")
                    : List.of(file.getKey());
            assertThat(run(ExternalTool.VERILATOR, List.of("--lint-only", "-Wall", "--top-module", module), files))
                    .as(module)
                    .isEmpty();
            assertThat(run(
                            ExternalTool.IVERILOG,
                            List.of("-g2005", "-Wall", "-Wno-timescale", "-o", "lint.vvp", "-s", module),
                            files))
                    .as(module)
                    .isEmpty();
            String read =
                    "read_verilog " + String.join(" ", files) + "; hierarchy -check -top " + module + "; proc; check";
            ExternalTool.Outcome outcome = ExternalTool.YOSYS.run(folder, List.of("-q", "-p", read));
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
            assertThat(outcome.output()).as(module).doesNotContain("Warning");
        }
    }

    @Test
    void synthesisFindsNothing() throws IOException {
        AcceleratorShape shape = RandomShape.of(1);
        String read =
                "read_verilog " + String.join(" ", write(shape)) + "; hierarchy -check -top bitknit_top; proc; check";
        ExternalTool.Outcome outcome = ExternalTool.YOSYS.run(folder, List.of("-q", "-p", read));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(outcome.output()).as("yosys, %s", shape).doesNotContain("Warning");
    }

    private List<String> write(AcceleratorShape shape) throws IOException {
        List<String> files = new ArrayList<>();
        for (var file : VerilogEmitter.emit(shape).entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
            files.add(file.getKey());
        }
        return files;
    }

    private String run(ExternalTool tool, List<String> options, List<String> files) {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(files);
        return tool.run(folder, arguments).output();
    }
}
