// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitknit.sim.cosim.ExternalTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The project that {@code compile} writes, as its README says to use it, on the bundled graph. */
class ProjectEndToEndTest {
    private static final ExternalTool YOSYS = new ExternalTool("yosys", "yosys");
    private static final ExternalTool NEXTPNR = new ExternalTool("nextpnr-ice40", "nextpnr-ice40");
    private static final ExternalTool ICEPACK = new ExternalTool("icepack", "fpga-icestorm");
    private static final ExternalTool PYTHON = new ExternalTool("python3", "python3");
    private static final List<String> SMALL =
            List.of("--engines", "1", "--ports", "4", "--lanes", "4", "--slots", "1", "--planes", "1");
    private static final int MINUTES = 20;

    /** Prediction with the board's shell against the cells of the project, in percent of these. */
    private static final double PREDICTED_LUT_PERCENT = 5;

    private static final double PREDICTED_FF_PERCENT = 3;

    @TempDir
    static Path folder;

    @BeforeAll
    static void quantizeDemo() throws IOException {
        DemoFiles.copyTo(Files.createDirectories(at("")));
        succeed("import", "--model", at("karate-gcn"), "--graph", at("karate"), "-o", at("karate.float"));
        succeed("quantize", at("karate.float"), "--hidden-bits", "2", "--weight-bits", "2", "-o", at("karate.q"));
    }

    private static Path at(String name) {
        return folder.resolve("it's a folder").resolve(name);
    }

    private static void succeed(Object... words) {
        CommandLineRun run = CommandLineRun.of(words);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    /** A project of an accelerator that is quick to simulate and to place. */
    private static Path project(String board, String name, Object... more) {
        List<Object> words = new ArrayList<>(List.of("compile", at("karate.q"), "--board", board, "-o", at(name)));
        words.addAll(SMALL);
        words.addAll(List.of(more));
        succeed(words.toArray());
        return at(name);
    }

    /** Exit code and output of make. */
    private record Make(int exitCode, String output) {}

    private static Make make(Path project, String path, String... targets) {
        List<String> command = new ArrayList<>(List.of("make", "-C", project.toString()));
        command.addAll(List.of(targets));
        return program(project, path, command);
    }

    private static Make program(Path project, String path, List<String> command) {
        try {
            Path log = Files.createTempFile(folder, "make", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(project.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("PATH", path);
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
            }
            return new Make(process.waitFor(), Files.readString(log, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void needs(ExternalTool... tools) {
        boolean required = Boolean.getBoolean("tools.required");
        for (ExternalTool tool : tools) {
            assumeTrue(required || tool.isInstalled(), tool.name() + " is not installed");
        }
    }

    private static String path() {
        return System.getenv("PATH");
    }

    /** Every link, and the drivers in C and Java: they make the same calls. */
    @ParameterizedTest
    @ValueSource(strings = {"hx8k-evn", "pynq-z2", "simulator"})
    void driversRunTheSelfTestOnTheSimulatedBoard(String board) {
        needs(ExternalTool.VERILATOR, ExternalTool.MAKE, ExternalTool.COMPILER, ExternalTool.IVERILOG);
        Path project = project(board, board + ".build");
        Make make = make(project, path(), "lint", "sim", "sim-java", "sim-plain");
        assertThat(make.exitCode()).as(make.output()).isZero();
        assertThat(make.output().lines().filter(line -> line.startsWith("PASS: 136 scores of 34 nodes")))
                .as(make.output())
                .hasSize(2);
        assertThat(make.output()).contains(" bytes of answers, ").doesNotContain("%Warning");
    }

    /** The self-test notices a session that is not of the bitstream, and a wrong score. */
    @Test
    void theSelfTestCanFail() throws IOException {
        needs(ExternalTool.MAKE, ExternalTool.COMPILER, ExternalTool.IVERILOG);
        Path project = project("simulator", "spoilt.build");
        Path session = project.resolve("host/session.txt");
        String good = Files.readString(session);
        Files.writeString(session, good.replaceFirst("expected (-?\\d+)", "expected 99"));
        Make make = make(project, path(), "sim");
        assertThat(make.exitCode()).isEqualTo(2);
        assertThat(make.output()).contains("FAIL: node 0, class 0: score");
        Files.writeString(session, good.replaceFirst("shape_digest \\w+", "shape_digest 00000000"));
        assertThat(make(project, path(), "sim").output()).contains("the session 00000000");
        Files.writeString(session, good.substring(0, good.length() / 2));
        assertThat(make(project, path(), "sim").output()).contains("error: host/session.txt: c");
    }

    /** The driver for PYNQ through a port that speaks to the simulation. */
    @Test
    void thePythonDriverRunsTheSelfTest() throws IOException {
        needs(PYTHON, ExternalTool.MAKE, ExternalTool.COMPILER, ExternalTool.IVERILOG);
        Path project = project("zcu104", "python.build");
        assertThat(make(project, path(), "out/sim.vvp").exitCode()).isZero();
        Path script = project.resolve("host/simulated.py");
        try (var in = ProjectEndToEndTest.class.getResourceAsStream("simulated.py")) {
            Files.write(script, in.readAllBytes());
        }
        Make run = program(project, path(), List.of("python3", "host/simulated.py"));
        assertThat(run.output()).contains("PASS: the scores are those of the reference");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void projectsAreByteIdenticalAndRewritten() throws IOException {
        Path one = project("hx8k-evn", "one.build");
        Path two = project("hx8k-evn", "two.build");
        assertThat(content(two)).isEqualTo(content(one));
        Files.createDirectories(one.resolve("out"));
        Files.writeString(one.resolve("out/bitknit.bin"), "stale");
        project("hx8k-evn", "one.build");
        assertThat(content(one)).isEqualTo(content(two));
    }

    private static TreeMap<String, String> content(Path project) throws IOException {
        TreeMap<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(project)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                content.put(project.relativize(file).toString(), WorkFolder.sha256(Files.readAllBytes(file)));
            }
        }
        return content;
    }

    /** A file of one's own, written from the recipe in doc/BOARDS.md: nothing of ours is touched. */
    @Test
    void aBoardOfOnesOwnIsLintedAndSynthesized() throws IOException {
        needs(ExternalTool.VERILATOR, ExternalTool.MAKE, YOSYS);
        Path board = at("my-board.yaml");
        Files.copy(Path.of("../doc/boards/my-board.yaml"), board);
        Path project = project(board.toString(), "my.build");
        Make make = make(project, path(), "lint", "synth", "report");
        assertThat(make.exitCode()).as(make.output()).isZero();
        assertThat(make.output()).contains("TRELLIS_FF", "board my-board, 50 MHz wanted");
        succeed("report", project, "--without-times", "-o", at("my.html"));
        assertPredicted(
                JsonMapper.shared().readTree(Files.readString(at("my.json"))).get("build"));
    }

    /** Another clock than the board's: a PLL whose ports and parameters yosys knows from the family's cells. */
    @ParameterizedTest
    @CsvSource({
        "tang-nano-20k, 54, DFF, rPLL",
        "arty-a7-35, 150, FDRE, PLLE2_BASE",
        "ulx3s-85f, 40, TRELLIS_FF, EHXPLLL"
    })
    void yosysSynthesizesForOtherFamilies(String board, int clockMhz, String flipFlop, String pll) throws IOException {
        needs(ExternalTool.MAKE, YOSYS);
        Path project = project(board, board + ".synth", "--clock-mhz", clockMhz);
        Make make = make(project, path(), "synth");
        assertThat(make.exitCode()).as(make.output()).isZero();
        assertThat(make.output()).contains(flipFlop);
        assertThat(Files.readString(project.resolve("out/netlist.json"))).contains("\"type\": \"" + pll + "\"");
    }

    /** With nothing but the shell and make on the path, each target says what it needs and how to get it. */
    @ParameterizedTest
    @CsvSource({
        "hx8k-evn, synth, yosys, apt-get install yosys",
        "hx8k-evn, lint, verilator, apt-get install verilator",
        "hx8k-evn, sim, iverilog, apt-get install iverilog",
        "arty-a7-35, bitstream, vivado, amd.com",
        "ulx3s-85f, synth, yosys, apt-get install yosys",
        "tang-nano-20k, synth, yosys, apt-get install yosys"
    })
    void aMissingToolIsNamed(String board, String target, String tool, String way) throws IOException {
        needs(ExternalTool.MAKE);
        Path project = project(board, board + "." + target + ".bare");
        Path bin = Files.createTempDirectory(folder, "bin");
        for (String name : List.of("make", "sh", "mkdir", "env")) {
            Files.createSymbolicLink(bin.resolve(name), new ExternalTool(name, name).require());
        }
        Make make = make(project, bin.toString(), target);
        assertThat(make.exitCode()).isEqualTo(2);
        assertThat(make.output())
                .contains("error: '" + tool + "' is not installed")
                .contains(way);
    }

    /** Place and route that is not there is named, after the synthesis that is. */
    @Test
    void missingPlaceAndRouteIsNamed() {
        needs(ExternalTool.MAKE, YOSYS);
        assumeTrue(!new ExternalTool("nextpnr-ecp5", "").isInstalled(), "nextpnr-ecp5 is installed");
        Make make = make(project("ulx3s-85f", "ulx3s.build"), path(), "bitstream");
        assertThat(make.exitCode()).isEqualTo(2);
        assertThat(make.output()).contains("error: 'nextpnr-ecp5' is not installed; ", "oss-cad-suite");
    }

    /** A stand-in for the tool keeps what it is given: the netlist as it was, and the settings of the router. */
    @Test
    void theRouterIsGivenItsSettingsWithTheNetlist() throws IOException {
        needs(ExternalTool.MAKE, YOSYS);
        Path project = project("ulx3s-85f", "ulx3s.settings");
        Path bin = Files.createTempDirectory(folder, "bin");
        Files.writeString(bin.resolve("nextpnr-ecp5"), """
                #!/bin/sh
                while [ $# -gt 1 ]; do
                  case $1 in --json) cp "$2" out/given.json ;; --textcfg) echo placed >"$2" ;; esac
                  shift
                done
                """);
        Files.writeString(bin.resolve("ecppack"), "#!/bin/sh\ncp \"$2\" \"$3\"\n");
        for (String tool : List.of("nextpnr-ecp5", "ecppack")) {
            assertThat(bin.resolve(tool).toFile().setExecutable(true)).isTrue();
        }
        Make make = make(project, bin + ":" + path(), "bitstream");
        assertThat(make.exitCode()).as(make.output()).isZero();
        JsonNode synthesized = JsonMapper.shared().readTree(Files.readString(project.resolve("out/netlist.json")));
        JsonNode given = JsonMapper.shared().readTree(Files.readString(project.resolve("out/given.json")));
        ObjectNode top = (ObjectNode) given.get("modules").get("bitknit_board");
        JsonNode settings = top.remove("settings");
        assertThat(settings.propertyNames())
                .containsExactlyInAnyOrder("router2/estimateWeight", "router2/bbMargin/x", "router2/bbMargin/y");
        assertThat(given).isEqualTo(synthesized);
    }

    /** With the serial link, which is a sixth of the tables of so small a project. */
    private static void assertPredicted(JsonNode build) {
        double luts = build.get("luts").asDouble();
        double ffs = build.get("ffs").asDouble();
        assertThat(build.get("predictedLuts").asDouble()).isCloseTo(luts, withinPercentage(PREDICTED_LUT_PERCENT));
        assertThat(build.get("predictedFfs").asDouble()).isCloseTo(ffs, withinPercentage(PREDICTED_FF_PERCENT));
    }

    /** From Verilog to the bitstream of an HX8K, its clock met; the report has the tools' figures beside the prediction. */
    @Test
    void anIce40BitstreamMeetsItsClock() throws IOException {
        needs(ExternalTool.MAKE, YOSYS, NEXTPNR, ICEPACK);
        Path project = project("hx8k-evn", "ice40.build");
        Make make = make(project, path(), "bitstream");
        assertThat(make.exitCode()).as(make.output()).isZero();
        assertThat(make.output()).containsPattern("wanted 54 MHz; reached \\d+\\.\\d+ MHz \\(PASS");
        assertThat(Files.size(project.resolve("out/bitknit.bin"))).isEqualTo(135_100);
        succeed("report", project, "--without-times", "-o", at("ice40.html"));
        JsonNode build =
                JsonMapper.shared().readTree(Files.readString(at("ice40.json"))).get("build");
        assertThat(build.get("achievedMhz").asDouble()).isGreaterThanOrEqualTo(54);
        assertThat(build.get("logicCells").asLong()).isBetween(1L, 7680L);
        assertPredicted(build);
        assertThat(build.get("bitstreamBytes").asLong()).isEqualTo(135_100);
        assertThat(Files.readString(at("ice40.html"))).contains("Clock after place and route");
    }

    /** The bundled model at the size that the compiler chooses; minutes, and so only when asked for. */
    @ParameterizedTest
    @CsvSource({"hx8k-evn, 135100", "icebreaker, 104090"})
    @Tag("long")
    void bitstreamsOfTheBundledModel(String board, long bytes) throws IOException {
        needs(ExternalTool.MAKE, YOSYS, NEXTPNR, ICEPACK);
        Path project = at(board + ".full");
        succeed("quantize", at("karate.float"), "--hidden-bits", "4", "--weight-bits", "4", "-o", at("karate4.q"));
        succeed("compile", at("karate4.q"), "--board", board, "-o", project);
        Make make = make(project, path(), "bitstream");
        assertThat(make.exitCode()).as(make.output()).isZero();
        assertThat(make.output()).containsPattern("MHz; reached \\d+\\.\\d+ MHz \\(PASS");
        assertThat(Files.size(project.resolve("out/bitknit.bin"))).isEqualTo(bytes);
    }
}
