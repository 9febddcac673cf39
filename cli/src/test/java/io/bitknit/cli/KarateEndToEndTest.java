// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitknit.sim.cosim.ExternalTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of the README on the bundled graph, in a folder whose name needs quoting. */
class KarateEndToEndTest {
    /** Ends every string, tag and line that it could stand in. */
    private static final String HOSTILE = "karate'\"`<script>-->* endmodule $(touch x)\n\\";

    @TempDir
    static Path folder;

    private static Path work;
    private static Path design;

    @BeforeAll
    static void compileDemo() throws IOException {
        work = Files.createDirectories(folder.resolve("it's a \"folder\""));
        DemoFiles.copyTo(work);
        Path hostile = work.resolve(HOSTILE);
        Files.move(work.resolve("karate-gcn"), hostile);
        design = work.resolve("karate.design");
        succeed("import", "--model", hostile, "--graph", work.resolve("karate"), "-o", work.resolve("karate.float"));
        succeed(
                "quantize",
                work.resolve("karate.float"),
                "--hidden-bits",
                "4",
                "--weight-bits",
                "4",
                "-o",
                work.resolve("karate.q"));
        compile(work.resolve("karate.q"), design);
    }

    @Test
    void javaEnginesAgree() throws IOException {
        Path json = work.resolve("java.json");
        succeed("verify", design, "--engines", "reference,cycle,trace", "--json", json);
        JsonNode verify = read(json);
        assertThat(verify.get("equal").asBoolean()).isTrue();
        assertThat(verify.get("firstDifference").isNull()).isTrue();
        assertThat(verify.at("/engines/reference/cycles").isNull()).isTrue();
        long predicted = verify.get("predictedCycles").asLong();
        assertThat(predicted).isPositive();
        for (String engine : List.of("cycle", "trace")) {
            assertThat(verify.at("/engines/" + engine + "/cycles").asLong()).isEqualTo(predicted);
            assertThat(verify.at("/engines/" + engine + "/events").asLong()).isPositive();
            assertThat(verify.at("/engines/" + engine + "/simSeconds").asDouble())
                    .isPositive();
        }
        assertThat(verify.get("accuracyFloat").asDouble()).isEqualTo(0.8);
        assertThat(verify.get("accuracyHardware").asDouble()).isEqualTo(0.8);
    }

    @Test
    void allEnginesAgree() throws IOException {
        boolean required = Boolean.getBoolean("tools.required");
        for (ExternalTool tool :
                List.of(ExternalTool.VERILATOR, ExternalTool.COMPILER, ExternalTool.MAKE, ExternalTool.IVERILOG)) {
            assumeTrue(required || tool.isInstalled(), tool.name() + " is not installed");
        }
        Path json = work.resolve("verify.json");
        CommandLineRun run = succeed(
                "verify", design, "--engines", "reference,cycle,verilator,icarus", "--seeds", "2", "--json", json);
        assertThat(run.out()).contains("equal: every value and every cycle");
        JsonNode verify = read(json);
        assertThat(verify.get("equal").asBoolean()).isTrue();
        long predicted = verify.get("predictedCycles").asLong();
        long events = verify.at("/engines/cycle/events").asLong();
        for (String engine : List.of("cycle", "verilator", "icarus")) {
            assertThat(verify.at("/engines/" + engine + "/cycles").asLong()).isEqualTo(predicted);
            assertThat(verify.at("/engines/" + engine + "/events").asLong()).isEqualTo(events);
        }
    }

    @Test
    void twoBuildsAreByteIdentical() throws IOException {
        Path again = work.resolve("elsewhere");
        succeed(
                "import",
                "--model",
                work.resolve(HOSTILE),
                "--graph",
                work.resolve("karate"),
                "-o",
                again.resolve("karate.float"));
        succeed(
                "quantize",
                again.resolve("karate.float"),
                "--hidden-bits",
                "4",
                "--weight-bits",
                "4",
                "-o",
                again.resolve("karate.q"));
        compile(again.resolve("karate.q"), again.resolve("karate.design"));
        for (String name : List.of("karate.float", "karate.q", "karate.design")) {
            TreeMap<String, String> first = content(work.resolve(name));
            assertThat(first).isNotEmpty();
            assertThat(content(again.resolve(name))).isEqualTo(first);
        }
    }

    @Test
    void outputsNameNeitherFoldersNorDates() throws IOException {
        for (String name : List.of("karate.float", "karate.q", "karate.design")) {
            for (String text : content(work.resolve(name)).values()) {
                assertThat(text).doesNotContain(folder.getFileName().toString());
            }
        }
    }

    @Test
    void hostileNamesStayOutOfTheVerilog() throws IOException {
        TreeMap<String, String> files = content(design);
        long verilog =
                files.keySet().stream().filter(name -> name.endsWith(".v")).count();
        assertThat(verilog).isGreaterThan(5);
        files.forEach((name, text) -> {
            if (name.endsWith(".v")) {
                assertThat(text).doesNotContain("touch x").doesNotContain("<script>");
            }
        });
    }

    @Test
    void hostileNamesOfLayersStayOutOfTheVerilogAndOfThePage() throws IOException {
        Path model = work.resolve("hostile.q");
        Files.createDirectories(model);
        for (String name : List.of("model.json", "tensors.safetensors")) {
            Files.copy(work.resolve("karate.q").resolve(name), model.resolve(name));
        }
        String evil = "endmodule \\\"'`<script>alert(1)</script> */ \\n $finish;";
        Path json = model.resolve("model.json");
        String before = Files.readString(json);
        Files.writeString(json, before.replace("\"conv1", "\"" + evil + ".1").replace("\"conv2", "\"module"));
        assertThat(Files.readString(json)).isNotEqualTo(before);
        Path output = work.resolve("hostile.design");
        compile(model, output);
        content(output).forEach((name, text) -> {
            if (name.endsWith(".v")) {
                assertThat(text).doesNotContain("alert").doesNotContain("$finish;");
            }
        });
        succeed("verify", output, "--engines", "reference,cycle,trace");
        CommandLineRun estimate = succeed("estimate", output);
        assertThat(estimate.out().chars().filter(c -> c < ' ' && c != '\n')).isEmpty();
        Path page = work.resolve("hostile.html");
        succeed("report", output, "-o", page);
        assertThat(Files.readString(page)).contains("&lt;script&gt;").doesNotContain("<script");
        Path wave = work.resolve("hostile.vcd");
        succeed("simulate", output, "--trace", wave, "--to", "20");
        assertThat(Files.readString(wave)).doesNotContain("alert");
    }

    @Test
    void estimateHasTheAgreedMembers() throws IOException {
        Path json = work.resolve("estimate.json");
        CommandLineRun run = succeed("estimate", design, "--json", json);
        assertThat(run.out()).contains("cycles").contains("roofline").contains("ulx3s-85f");
        JsonNode estimate = read(json);
        for (String name : List.of(
                "cycles",
                "clockMhz",
                "latencyMicros",
                "lut",
                "ff",
                "bramKbit",
                "dsp",
                "rooflineCycles",
                "rooflineFraction")) {
            assertThat(estimate.path(name).isNumber()).as(name).isTrue();
        }
        long cycles = 0;
        for (JsonNode phase : estimate.get("phases")) {
            cycles += phase.get("cycles").asLong();
            assertThat(phase.get("name").asString()).isNotEmpty();
            assertThat(phase.get("bound").asString()).isNotEmpty();
            assertThat(phase.get("rooflineCycles").asDouble())
                    .isBetween(1.0, phase.get("cycles").asDouble());
        }
        assertThat(cycles)
                .isPositive()
                .isLessThanOrEqualTo(estimate.get("cycles").asLong());
        assertThat(estimate.get("latencyMicros").asDouble())
                .isCloseTo(
                        estimate.get("cycles").asDouble()
                                / estimate.get("clockMhz").asDouble(),
                        within(1e-3));
        succeed("estimate", design, "--json", json);
    }

    @Test
    void estimateOnAnotherBoard() {
        CommandLineRun run = succeed("estimate", design, "--board", "icebreaker");
        assertThat(run.out()).contains("icebreaker");
    }

    @Test
    void reportIsOnePageAndItsData() throws IOException {
        Path verified = work.resolve("for-report.json");
        Path page = work.resolve("report.html");
        succeed("verify", design, "--engines", "reference,cycle,trace", "--json", verified);
        succeed("report", design, "--verify", verified, "-o", page);
        String html = Files.readString(page);
        assertThat(html).startsWith("<!DOCTYPE html>").endsWith("</html>\n").contains("trace");
        assertThat(html).doesNotContain("<script").doesNotContain("`<").contains("&lt;script&gt;");
        JsonNode report = read(work.resolve("report.json"));
        assertThat(report.at("/schedule/predictedCycles").asLong()).isPositive();
        assertThat(report.at("/agreement/equal").asBoolean()).isTrue();
        assertThat(report.at("/accuracy/hardwareWithoutExponents").asDouble()).isEqualTo(0.8);
        assertThat(report.get("stages")).isNotEmpty();
        assertThat(report.get("orders")).hasSize(2);
        assertThat(report.get("shapes")).isNotEmpty();
        assertThat(report.get("dataflow").get("boxes").size()).isGreaterThan(8);
        for (JsonNode phase : report.at("/schedule/phases")) {
            for (JsonNode engine : phase.get("engines")) {
                assertThat(engine.get("running").asLong()
                                + engine.get("waiting").asLong()
                                + engine.get("idle").asLong())
                        .isEqualTo(phase.get("cycles").asLong());
            }
        }
    }

    @Test
    void reportWithoutTimesIsReproducible() throws IOException {
        Path first = work.resolve("first");
        Path second = work.resolve("second");
        succeed("report", design, "--without-times", "-o", first);
        succeed("report", design, "--without-times", "-o", second);
        assertThat(content(first))
                .containsOnlyKeys("report.html", "report.json")
                .isEqualTo(content(second));
    }

    @Test
    void reportRefusesTheResultOfAnotherDesign() throws IOException {
        Path verified = work.resolve("other.json");
        Files.writeString(verified, "{\"format\": \"bitknit-verify\", \"design\": \"0123\"}");
        Path page = work.resolve("refused.html");
        CommandLineRun run = CommandLineRun.of("report", design, "--verify", verified, "-o", page);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("error[U-006]: ");
        assertThat(page).doesNotExist();
    }

    @Test
    void dumpHasTheGraphAfterEveryPass() throws IOException {
        Path dump = work.resolve("dump");
        succeed(
                "compile",
                work.resolve("karate.q"),
                "--board",
                "ulx3s-85f",
                "--engines",
                "1",
                "--dump",
                dump,
                "-o",
                work.resolve("dumped.design"));
        TreeMap<String, String> files = content(dump);
        assertThat(files.size()).isGreaterThanOrEqualTo(4);
        assertThat(files.firstKey()).isEqualTo("00-frontend.dfg");
        assertThat(files.remove("design.txt")).startsWith("design ").contains("\ncycles ");
        assertThat(files.remove("program.txt")).isNotEmpty();
        assertThat(files.remove("schedule.csv")).isNotEmpty();
        files.forEach((name, text) -> {
            assertThat(name).matches("[0-9]{2}-[a-z-]+\\.dfg");
            assertThat(text.lines().findFirst().orElse("")).startsWith("graph \"karate'\\\"`<script>");
        });
    }

    @Test
    void simulateCountsEveryCycle() throws IOException {
        Path json = work.resolve("simulate.json");
        succeed("simulate", design, "--json", json);
        JsonNode simulated = read(json);
        long cycles = simulated.get("cycles").asLong();
        assertThat(simulated.get("engines")).isNotEmpty();
        for (JsonNode engine : simulated.get("engines")) {
            assertThat(engine.get("runningCycles").asLong()
                            + engine.get("waitingCycles").asLong()
                            + engine.get("idleCycles").asLong())
                    .isEqualTo(cycles);
        }
    }

    @Test
    void traceWritesAWaveform() throws IOException {
        Path vcd = work.resolve("karate.vcd");
        succeed("simulate", design, "--trace", vcd, "--from", "10", "--to", "60");
        assertThat(Files.readString(vcd))
                .startsWith("$version bitknit")
                .contains("#100\n")
                .contains("#600\n");
        CommandLineRun run = CommandLineRun.of("simulate", design, "--trace", vcd, "--from", "60", "--to", "10");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("error[U-001]: --from, --to: cycles 60 to 10");
    }

    /** One small engine, so that Verilator's build does not take the time of all other tests. */
    private static void compile(Path model, Path output) {
        succeed(
                "compile",
                model,
                "--board",
                "ulx3s-85f",
                "--engines",
                "1",
                "--ports",
                "8",
                "--slots",
                "2",
                "-o",
                output);
    }

    static CommandLineRun succeed(Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("error");
        return run;
    }

    static JsonNode read(Path file) throws IOException {
        return JsonMapper.shared().readTree(Files.readAllBytes(file));
    }

    /** Every file of a folder by its relative name, bytes as Latin-1 text. */
    static TreeMap<String, String> content(Path folder) throws IOException {
        TreeMap<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(
                        folder.relativize(file).toString(),
                        new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }
}
