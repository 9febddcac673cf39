// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Wrong command lines and wrong input: the exact lines, the exit code, and nothing written. */
class CommandErrorTest {
    @TempDir
    static Path folder;

    private static Path floatModel;

    private record Case(String name, String expected, List<Object> arguments) {}

    @BeforeAll
    static void importDemo() throws IOException {
        Path demo = Files.createDirectories(folder.resolve("demo"));
        DemoFiles.copyTo(demo);
        floatModel = folder.resolve("karate.float");
        CommandLineRun run = CommandLineRun.of(
                "import", "--model", demo.resolve("karate-gcn"), "--graph", demo.resolve("karate"), "-o", floatModel);
        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        Files.writeString(folder.resolve("notes.txt"), "mine");
    }

    @TestFactory
    Stream<DynamicTest> oneLineEachAndNothingWritten() {
        Path out = folder.resolve("out");
        return Stream.of(
                        of(
                                "unknown command",
                                "error[U-001]: unmatched argument at index 0: 'paint'; see 'bitknit --help'",
                                "paint"),
                        of(
                                "unknown option",
                                "error[U-001]: unknown option: '--color'; see 'bitknit boards --help'",
                                "boards",
                                "--color"),
                        of(
                                "missing option",
                                "error[U-001]: missing required option: '-o=FOLDER'; see 'bitknit quantize --help'",
                                "quantize",
                                floatModel),
                        of(
                                "number that is none",
                                "error[U-001]: invalid value for option '--seeds': 'many' is not an int; see 'bitknit verify --help'",
                                "verify",
                                "x.design",
                                "--seeds",
                                "many"),
                        of(
                                "no seeds",
                                "error[U-001]: --seeds: 0 runs are not possible; use 1 to 1000",
                                "verify",
                                "x.design",
                                "--seeds",
                                "0"),
                        of(
                                "unknown engine",
                                "error[S-003]: --engines: there is no engine 'abacus'; choose from reference, cycle, trace, verilator, icarus, netlist-ice40, netlist-ecp5, netlist-xilinx7",
                                "verify",
                                "x.design",
                                "--engines",
                                "cycle,abacus"),
                        of(
                                "control characters in an argument",
                                "error[U-001]: unmatched argument at index 0: 'a\\u000ab'; see 'bitknit --help'",
                                "a\nb"),
                        of(
                                "no such model",
                                "error[M-001]: nothing.float: the file or folder does not exist; check the path",
                                "quantize",
                                folder.resolve("nothing.float"),
                                "-o",
                                out),
                        of(
                                "width out of range",
                                "error[Q-001]: --hidden-bits: a width of 9 bits is not supported; use 1 to 8 bits",
                                "quantize",
                                floatModel,
                                "--hidden-bits",
                                "9",
                                "-o",
                                out),
                        of(
                                "width that is no number",
                                "error[Q-003]: --weight-bits: 'four' is no whole number; give numbers separated by commas, as 4,3,2",
                                "quantize",
                                floatModel,
                                "--weight-bits",
                                "four",
                                "-o",
                                out),
                        of(
                                "splits without bits",
                                "error[U-001]: --degree-bits and --degree-splits go together",
                                "quantize",
                                floatModel,
                                "--degree-splits",
                                "4,8",
                                "-o",
                                out),
                        of(
                                "two ways to give widths",
                                "error[U-001]: --degree-bits sets every hidden width; leave the other width options away",
                                "quantize",
                                floatModel,
                                "--degree-bits",
                                "4,2",
                                "--degree-splits",
                                "4",
                                "--hidden-bits",
                                "4",
                                "-o",
                                out),
                        of(
                                "somebody else's folder",
                                "error[M-008]: demo: the path exists and is not a model folder ('karate' is in the way); choose another name or remove it",
                                "quantize",
                                floatModel,
                                "-o",
                                folder.resolve("demo")),
                        of(
                                "somebody else's file",
                                "error[U-003]: " + folder.resolve("notes.txt")
                                        + ": the path exists and was not written by this command; choose another name or remove it",
                                "boards",
                                "--json",
                                folder.resolve("notes.txt")),
                        of(
                                "wrong kind of folder",
                                "error[M-001]: karate.float/design.json: the file or folder does not exist; check the path",
                                "simulate",
                                floatModel))
                .map(c -> DynamicTest.dynamicTest(c.name, () -> {
                    List<String> before = names();
                    CommandLineRun run = CommandLineRun.of(c.arguments.toArray());
                    assertThat(run.err()).isEqualTo(c.expected + "\n");
                    assertThat(run.out()).isEmpty();
                    assertThat(run.exitCode()).isEqualTo(1);
                    assertThat(names()).isEqualTo(before);
                }));
    }

    @Test
    void debugShowsWhereItCameFrom() {
        CommandLineRun run = CommandLineRun.of("quantize", folder.resolve("no.float"), "-o", "x", "--debug");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("UserException")
                .contains("\tat io.bitknit.")
                .contains("error[M-001]");
    }

    @Test
    void everyCommandHasHelp() {
        String root = CommandLineRun.of("--help").out();
        for (String command : List.of(
                "demo", "import", "quantize", "compile", "simulate", "verify", "estimate", "report", "boards")) {
            assertThat(root).contains("  " + command + " ");
            CommandLineRun run = CommandLineRun.of(command, "--help");
            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).startsWith("Usage: bitknit " + command);
            assertThat(run.out()).doesNotContain("\u001b");
        }
    }

    @Test
    void withoutACommandItPrintsTheHelp() {
        CommandLineRun run = CommandLineRun.of();
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("Usage: bitknit");
    }

    private static Case of(String name, String expected, Object... arguments) {
        return new Case(name, expected, List.of(arguments));
    }

    private static List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}
