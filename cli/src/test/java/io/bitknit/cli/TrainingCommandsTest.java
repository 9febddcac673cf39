// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands that train, on the bundled graph with validation nodes; what they write goes through the compiler. */
class TrainingCommandsTest {
    private static final List<String> FACTS = List.of(
            "accuracyMean",
            "accuracyStd",
            "accuracyFloatMean",
            "seeds",
            "bitsInput",
            "bitsHidden",
            "bitsAll",
            "memorySavingSgquant",
            "predictedCycles");

    @TempDir
    static Path folder;

    private static Path graph;
    private static Path floats;

    @BeforeAll
    static void train() throws IOException {
        DemoFiles.copyTo(folder);
        graph = folder.resolve("karate");
        edit("meta.json", "(?s),?\\s*\"files\"\\s*:\\s*\\{.*?\\}\\s*\\}", "");
        edit(
                "split.json",
                "(?s)\"val\":\\[\\],\"test\":\\[[^]]*\\]",
                "\"val\":[1,2,3,9,13,15,20,26],\"test\":[5,6,7,11,12,14,16,17,18,19,21,22,27,29,30,32,33]");
        floats = folder.resolve("k.float");
        JsonNode trained =
                json("train", "--arch", "gcn", "--graph", graph, "--features", "none", "--json", "-", "-o", floats);
        assertThat(trained.get("accuracyFloat").asDouble()).isGreaterThan(0.4);
        assertThat(folder.resolve("k.float.checkpoint")).doesNotExist();
    }

    private static void edit(String file, String pattern, String replacement) throws IOException {
        Path path = graph.resolve(file);
        String text = Files.readString(path);
        String edited = text.replaceFirst(pattern, replacement);
        assertThat(edited).isNotEqualTo(text);
        Files.writeString(path, edited);
    }

    private static CommandLineRun succeed(Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }

    private static JsonNode json(Object... arguments) {
        return JsonMapper.shared().readTree(succeed(arguments).out());
    }

    private static void fail(String code, Object... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.err().lines().filter(line -> line.startsWith("error[" + code + "]: ")))
                .hasSize(1);
    }

    @Test
    void theSameSeedWritesTheSameBytes() throws IOException {
        Path again = folder.resolve("again.float");
        succeed("train", "--arch", "gcn", "--graph", graph, "--features", "none", "-o", again);
        assertThat(again.resolve("tensors.safetensors")).hasSameBinaryContentAs(floats.resolve("tensors.safetensors"));
        assertThat(again.resolve("model.json")).hasSameBinaryContentAs(floats.resolve("model.json"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--method learned --target-hidden-bits 1.7 --seeds 2",
                "--method sgquant --granularity lwq+cwq+taq --bits 4,2",
                "--method degree-quant --bits 4"
            })
    void whatAMethodReportsIsWhatTheHardwareComputes(String options) throws IOException {
        Path model = folder.resolve("m.q");
        Path design = folder.resolve("m.design");
        java.util.ArrayList<Object> words = new java.util.ArrayList<>(List.of("quantize", floats));
        words.addAll(List.of(options.split(" ")));
        words.addAll(List.of("--board", "orangecrab-25f", "--json", "-", "-o", model));
        JsonNode facts = json(words.toArray());
        for (String fact : FACTS) {
            assertThat(facts.has(fact)).as(fact).isTrue();
        }
        assertThat(facts.get("predictedCycles").asLong()).isPositive();
        succeed(
                "compile",
                model,
                "--board",
                "simulator",
                "--engines",
                "1",
                "--ports",
                "8",
                "--slots",
                "2",
                "--lanes",
                "8",
                "-o",
                design);
        Path verified = folder.resolve("verify.json");
        succeed("verify", design, "--engines", "reference,cycle", "--json", verified);
        JsonNode verify = JsonMapper.shared().readTree(Files.readString(verified));
        assertThat(verify.get("equal").asBoolean()).isTrue();
        double reported = -1;
        for (JsonNode run : facts.get("runs")) {
            if (run.get("seed").asLong() == facts.get("chosenSeed").asLong()) {
                reported = run.get("accuracy").asDouble();
            }
        }
        // The reference interpreter shares no code with the training.
        assertThat(verify.get("accuracyHardware").asDouble()).isEqualTo(reported);
    }

    @Test
    void aSearchCanBeContinuedAndItsResultCompiles() throws IOException {
        Path csv = folder.resolve("s.csv");
        Path best = folder.resolve("best.q");
        Path svg = folder.resolve("s.svg");
        Object[] search = {
            "search",
            floats,
            "--objective",
            "cycles",
            "--board",
            "orangecrab-25f",
            "--max-drop",
            "60",
            "--measure",
            "5",
            "--epochs",
            "3",
            "--seeds",
            "2",
            "--csv",
            csv,
            "--svg",
            svg,
            "--json",
            "-",
            "-o",
            best
        };
        JsonNode facts = json(search);
        for (String fact : FACTS) {
            assertThat(facts.has(fact)).as(fact).isTrue();
        }
        assertThat(Files.readString(svg)).startsWith("<svg").contains("validation accuracy");
        String all = Files.readString(csv);
        assertThat(all.lines()).hasSize(7);
        succeed("compile", best, "--board", "orangecrab-25f", "-o", folder.resolve("best.design"));

        // As if it had been interrupted after two configurations: the same result, and the same record.
        String head = String.join("\n", all.lines().limit(4).toList()) + "\n";
        Files.writeString(csv, head);
        assertThat(json(search)).isEqualTo(facts);
        assertThat(Files.readString(csv)).isEqualTo(all);

        Object[] point = search.clone();
        point[point.length - 1] = folder.resolve("point.q");
        Object[] withPoint = java.util.stream.Stream.concat(
                        java.util.Arrays.stream(point), java.util.stream.Stream.of("--point", "2"))
                .toArray();
        assertThat(json(withPoint).at("/point/index").asInt()).isEqualTo(2);

        Files.writeString(csv, all.replaceFirst("\n0,0,", "\n0,x,"));
        fail("Q-028", search);
        Files.writeString(csv, all.replace("measure=5", "measure=6"));
        fail("Q-027", search);
        Files.delete(csv);
        Object[] nowhere = search.clone();
        nowhere[15] = folder.resolve("karate/meta.json/s.csv");
        fail("Q-029", nowhere);
        Object[] tight = search.clone();
        tight[7] = "0";
        tight[11] = "1";
        CommandLineRun run = CommandLineRun.of(tight);
        assertThat(run.exitCode() == 0 || run.err().contains("error[Q-031]"))
                .as(run.err())
                .isTrue();
    }

    /** In a process of its own, since the end of one is what is tested. */
    @Test
    void anInterruptedTrainingSaysHowToGoOn() throws Exception {
        Path output = folder.resolve("long.float");
        Path log = folder.resolve("long.log");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "train",
                        "--arch",
                        "gin",
                        "--graph",
                        graph.toString(),
                        "--epochs",
                        "1000000",
                        "--patience",
                        "1000000",
                        "-o",
                        output.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Path checkpoint = folder.resolve("long.float.checkpoint");
        for (int i = 0; i < 600 && process.isAlive() && !Files.exists(checkpoint); i++) {
            Thread.sleep(100);
        }
        process.destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(log))
                .contains("stopped; go on with --resume from " + Text.shown(checkpoint))
                .doesNotContain("fatal error");
        assertThat(output).doesNotExist();
    }

    @Test
    void badOptionsAreOneLine() throws IOException {
        Path out = folder.resolve("no.q");
        fail("U-001", "train", "--arch", "gxn", "--graph", graph, "-o", out);
        fail("Q-022", "train", "--arch", "gcn", "--graph", graph, "--dropout", "1", "-o", out);
        fail("M-001", "train", "--arch", "gcn", "--graph", folder.resolve("none"), "-o", out);
        fail("U-001", "quantize", floats, "--method", "magic", "-o", out);
        fail("U-001", "quantize", floats, "--seeds", "3", "-o", out);
        fail("U-001", "quantize", floats, "--method", "learned", "--hidden-bits", "3", "-o", out);
        fail("U-001", "quantize", floats, "--method", "learned", "--bits", "3", "-o", out);
        fail("Q-025", "quantize", floats, "--method", "learned", "--target-hidden-bits", "9", "-o", out);
        fail("Q-024", "quantize", floats, "--method", "sgquant", "--granularity", "all", "-o", out);
        fail("Q-026", "quantize", floats, "--method", "degree-quant", "--protect", "0.9,0.9", "-o", out);
        fail("U-001", "quantize", floats, "--method", "degree-quant", "--bits", "4,2", "-o", out);
        fail("Q-022", "search", floats, "--measure", "1", "--csv", folder.resolve("x.csv"), "-o", out);
        assertThat(out).doesNotExist();
    }

    @Test
    void aNetworkIsSearchedWithoutHardware() {
        Path network = folder.resolve("agnn.float");
        succeed("train", "--arch", "agnn", "--graph", graph, "--features", "none", "--epochs", "20", "-o", network);
        Path best = folder.resolve("agnn.q");
        Object[] search = {
            "search",
            network,
            "--objective",
            "sgquant",
            "--max-drop",
            "100",
            "--measure",
            "5",
            "--epochs",
            "2",
            "--seeds",
            "2",
            "--csv",
            folder.resolve("agnn.csv"),
            "--svg",
            folder.resolve("agnn.svg"),
            "--json",
            "-",
            "-o",
            best
        };
        JsonNode facts = json(search);
        for (String fact : FACTS) {
            assertThat(facts.has(fact)).as(fact).isTrue();
        }
        assertThat(facts.get("predictedCycles").isNull()).isTrue();
        assertThat(facts.get("memorySavingSgquant").asDouble()).isGreaterThan(1);
        assertThat(best.resolve("model.json")).exists();
        assertThat(json(search)).isEqualTo(facts);
        search[3] = "cycles";
        fail("Q-032", search);
    }

    @Test
    void aSearchWithoutValidationNodesIsRefused() throws IOException {
        Path bundled = folder.resolve("bundled.float");
        Path demo = Files.createDirectories(folder.resolve("demo"));
        DemoFiles.copyTo(demo);
        succeed("import", "--model", demo.resolve("karate-gcn"), "--graph", demo.resolve("karate"), "-o", bundled);
        fail("Q-030", "search", bundled, "--csv", folder.resolve("y.csv"), "-o", folder.resolve("y.q"));
    }
}
