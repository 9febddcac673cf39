// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.format.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bad input as a user meets it, through the commands: exit code 1, one line, nothing written. The lines are kept in
 * {@code bad-input.txt}; {@code -Dgolden=update} writes it anew.
 */
class BadInputTest {
    private static final Path GOLDEN = Path.of("src/test/resources/bad-input.txt");
    private static final String MODEL = "karate-gcn/model.safetensors";
    private static final String CONFIG = "karate-gcn/config.json";
    private static final String[] IMPORT = {"import", "--model", "karate-gcn", "--graph", "karate", "-o", "out.float"};
    private static final String[] IMPORT_TABLE = {
        "import", "--model", "karate-gcn", "--graph", "table.npz", "-o", "out.float"
    };
    private static final String[] IMPORT_LIST = {
        "import", "--model", "karate-gcn", "--graph", "table.csv", "-o", "out.float"
    };
    private static final String[] QUANTIZE = {"quantize", "karate.float", "-o", "out.q"};
    private static final String[] COMPILE = {"compile", "karate.q", "--board", "ulx3s-85f", "-o", "out.design"};
    private static final String[] BOARD = {"compile", "karate.q", "--board", "board.yaml", "-o", "out.design"};
    private static final String[] VERIFY = {
        "verify", "karate.design", "--engines", "reference,cycle", "--json", "out.json"
    };
    private static final String[] ESTIMATE = {"estimate", "karate.design", "--json", "out.json"};
    private static final String[] REPORT = {"report", "karate.design", "-o", "out.html"};
    private static final String[] REPORT_VERIFIED = {
        "report", "karate.design", "--verify", "verify.json", "-o", "out.html"
    };

    @TempDir
    static Path folder;

    private static WorkFolder good;
    private static int made;
    private static final Map<String, String> SEEN = new TreeMap<>();

    /** Spoils the good folder. */
    private interface Spoiling {
        void of(WorkFolder folder) throws IOException;
    }

    private record Case(String name, String[] command, Spoiling spoiling) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Case[] cases() {
        return new Case[] {
            // Headers of safetensors files that are cut off or lie.
            of("model cut off in its first bytes", IMPORT, w -> w.change(MODEL, b -> Arrays.copyOf(b, 5))),
            of("model cut off in its header", IMPORT, w -> w.change(MODEL, b -> Arrays.copyOf(b, 60))),
            of("model cut off in its data", IMPORT, w -> w.change(MODEL, b -> Arrays.copyOf(b, b.length - 7))),
            of("model with bytes too many", IMPORT, w -> w.change(MODEL, b -> Arrays.copyOf(b, b.length + 1))),
            of("header longer than the file", IMPORT, w -> w.change(MODEL, b -> headerLength(b, 1L << 40))),
            of("negative length of the header", IMPORT, w -> w.change(MODEL, b -> headerLength(b, -8))),
            of("shape larger than its data", IMPORT, w -> header(w, "\"shape\":\\[([0-9]+)", "\"shape\":[9$1")),
            of(
                    "shape of 2^60 elements",
                    IMPORT,
                    w -> header(w, "\"shape\":\\[[0-9, ]+\\]", "\"shape\":[1073741824,1073741824]")),
            of(
                    "offsets outside the data",
                    IMPORT,
                    w -> header(w, "\"data_offsets\":\\[[0-9]+,[0-9]+\\]", "\"data_offsets\":[0,4294967296]")),
            of(
                    "model that is no safetensors file",
                    IMPORT,
                    w -> w.write(MODEL, "PK\u0003\u0004 a pickle of torch.save")),
            of("model without a file", IMPORT, w -> Files.delete(w.at(MODEL))),
            // Shapes that do not chain.
            of(
                    "second layer narrower than the first",
                    IMPORT,
                    w -> w.tensor(Tensor.of("conv2.lin.weight", new float[4 * 3], 4, 3))),
            of(
                    "first layer narrower than the features",
                    IMPORT,
                    w -> w.tensor(Tensor.of("conv1.lin.weight", new float[16 * 3], 16, 3))),
            of("bias as long as nothing", IMPORT, w -> w.tensor(Tensor.of("conv1.bias", new float[3], 3))),
            of("last layer narrower than the classes", IMPORT, w -> {
                w.tensor(Tensor.of("conv2.lin.weight", new float[1 << 4], 1, 1 << 4));
                w.tensor(Tensor.of("conv2.bias", new float[1], 1));
            }),
            // Numbers that are none.
            of("weight that is not a number", IMPORT, w -> w.tensor(Tensor.of("conv1.bias", bad(Float.NaN), 16))),
            of("infinite weight", IMPORT, w -> w.tensor(Tensor.of("conv1.bias", bad(Float.NEGATIVE_INFINITY), 16))),
            of(
                    "feature that is not a number",
                    IMPORT,
                    w -> w.replace("karate/features.mtx.gz", "(?s)pattern(.*?)\\n1 1\\n", "real$1\n1 1 nan\n")),
            of(
                    "feature that is infinite",
                    IMPORT,
                    w -> w.replace("karate/features.mtx.gz", "(?s)pattern(.*?)\\n1 1\\n", "real$1\n1 1 1e400\n")),
            of("feature of a table that is infinite", IMPORT_TABLE, w -> table(w, "x.npy", floats(1, Float.NaN))),
            // Ids that name no node.
            of("neighbour that does not exist", IMPORT, w -> w.replace("karate/adjacency.txt.gz", "33\\n", "34\n")),
            of("neighbour below zero", IMPORT, w -> w.replace("karate/adjacency.txt.gz", "^1 ", "-1 ")),
            of(
                    "id of more digits than an integer has",
                    IMPORT,
                    w -> w.replace("karate/adjacency.txt.gz", "33\\n", "99999999999999999999\n")),
            of(
                    "test node that does not exist",
                    IMPORT,
                    w -> w.replace("karate/split.json", "\"test\"\\s*:\\s*\\[", "\"test\": [34, ")),
            of("label of no class", IMPORT, w -> w.replace("karate/labels.txt.gz", "^[0-9]+", "77")),
            of("edge of a list that names no node", IMPORT_LIST, w -> list(w, "0,1\n1,34\n")),
            of("edge of a list below zero", IMPORT_LIST, w -> list(w, "0,1\n-3,1\n")),
            of("line of a list that is no edge", IMPORT_LIST, w -> list(w, "0,1\n0,1,2\n")),
            of("edge of a table that names no node", IMPORT_TABLE, w -> table(w, "edge_index.npy", ints(0, 2))),
            // Keys that nobody knows.
            of("unknown key of the graph", IMPORT, w -> w.replace("karate/meta.json", "\\{", "{\"colour\": 1, ")),
            of("unknown key of the split", IMPORT, w -> w.replace("karate/split.json", "\\{", "{\"colour\": 1, ")),
            of("unknown key of the trained model", IMPORT, w -> w.replace(CONFIG, "\\{", "{\"residual\": true, ")),
            of(
                    "unknown key of the float model",
                    QUANTIZE,
                    w -> w.replace("karate.float/model.json", "\\{", "{\"colour\": 1, ")),
            of(
                    "unknown key of the quantized model",
                    COMPILE,
                    w -> w.replace("karate.q/model.json", "\\{", "{\"colour\": 1, ")),
            of(
                    "unknown key of the design",
                    VERIFY,
                    w -> w.replace("karate.design/design.json", "\\{", "{\"colour\": 1, ")),
            of("unknown key of a board", BOARD, w -> w.write("board.yaml", "extends: ulx3s-85f\ncolour: red\n")),
            of("unknown array of a table", IMPORT_TABLE, w -> table(w, "weights.npy", ints(1, 2))),
            of("key that is there twice", IMPORT, w -> w.replace("karate/meta.json", "\\{", "{\"name\": \"other\", ")),
            of("JSON that is cut off", IMPORT, w -> w.replace("karate/split.json", "\\]\\s*\\}\\s*$", "")),
            of("JSON that is too deep", IMPORT, w -> w.write("karate/split.json", "[".repeat(100_000))),
            // Small files that become large.
            of("gzip bomb of labels", IMPORT, w -> Files.write(w.at("karate/labels.txt.gz"), zeros())),
            of("gzip bomb of features", IMPORT, w -> Files.write(w.at("karate/features.mtx.gz"), zeros())),
            of("gzip bomb of edges", IMPORT, w -> Files.write(w.at("karate/adjacency.txt.gz"), zeros())),
            of("zip bomb", IMPORT_TABLE, w -> table(w, "x.npy", NumPy.array("<f4", "(2, 1)", new byte[60_000_000]))),
            of(
                    "table of more than the memory",
                    IMPORT_TABLE,
                    w -> table(w, "x.npy", NumPy.array("<f8", "(100000, 100000)", new byte[0]))),
            of(
                    "gzip file that is cut off",
                    IMPORT,
                    w -> w.change("karate/features.mtx.gz", b -> Arrays.copyOf(b, b.length / 2))),
            of("gzip file that is none", IMPORT, w -> w.write("karate/labels.txt.gz", "0\n1\n")),
            // Paths that leave the folder.
            of("link out of the graph's folder", IMPORT, w -> link(w, "karate/split.json")),
            of("link out of the model's folder", IMPORT, w -> link(w, MODEL)),
            of("link out of the quantized model", COMPILE, w -> link(w, "karate.q/tensors.safetensors")),
            of("link out of the design", VERIFY, w -> link(w, "karate.design/design.json")),
            of("zip entry with a path", IMPORT_TABLE, w -> table(w, "../../x.npy", ints(1))),
            of("board file that leaves its folder", BOARD, w -> w.write("board.yaml", "extends: ../other.yaml\n")),
            of(
                    "board name with a path",
                    new String[] {"compile", "karate.q", "--board", "../ulx3s-85f", "-o", "out.design"},
                    w -> {}),
            // Names that would end a string, a line or a tag somewhere.
            of(
                    "unsupported layer with a hostile name",
                    IMPORT,
                    w -> w.tensor(Tensor.of("endmodule'\"\\\n<script>.weight", new float[1], 1))),
            of(
                    "unknown key with a hostile name",
                    IMPORT,
                    w -> w.replace(CONFIG, "\\{", "{\"a\\\\n\\\\\"'<b>\\\\\\\\module\": 1, ")),
            of("table entry with a hostile name", IMPORT_TABLE, w -> table(w, "a\n\"'\\module.npy", ints(1))),
            of(
                    "file that does not exist, with a hostile name",
                    new String[] {"quantize", "karate\n\"'\\endmodule\u001b[31m.float", "-o", "out.q"},
                    w -> {}),
            // Our own folders, damaged.
            of(
                    "quantized model cut off",
                    COMPILE,
                    w -> w.change("karate.q/tensors.safetensors", b -> Arrays.copyOf(b, b.length / 2))),
            of(
                    "width that a row cannot have",
                    COMPILE,
                    w -> w.replace("karate.q/model.json", "\"bits\" : 2", "\"bits\" : 0")),
            of(
                    "float model where a quantized one belongs",
                    new String[] {"compile", "karate.float", "--board", "ulx3s-85f", "-o", "out.design"},
                    w -> {}),
            of(
                    "quantized model where a float one belongs",
                    new String[] {"quantize", "karate.q", "-o", "out.q"},
                    w -> {}),
            of("design cut off", VERIFY, w -> w.replace("karate.design/design.json", "(?s)\"tensors\".*", "")),
            of(
                    "arrays of a design cut off",
                    VERIFY,
                    w -> w.change("karate.design/design.safetensors", b -> Arrays.copyOf(b, b.length - 3))),
            of("design of another model", VERIFY, w -> {
                w.run("quantize", "karate.float", "--hidden-bits", "3", "-o", "karate2.q");
                for (String name : new String[] {"model.json", "tensors.safetensors"}) {
                    Files.copy(
                            w.at("karate2.q").resolve(name),
                            w.at("karate.design/model").resolve(name),
                            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }),
            of(
                    "cycles of a design changed",
                    VERIFY,
                    w -> w.replace("karate.design/design.json", "\"predictedCycles\" : ", "\"predictedCycles\" : 1")),
            of("estimate of a design damaged", ESTIMATE, w -> w.write("karate.design/estimate.json", "{\"cycles\": ")),
            of("estimate of a design that is no object", ESTIMATE, w -> w.write("karate.design/estimate.json", "[1]")),
            of("estimate of a design missing", ESTIMATE, w -> Files.delete(w.at("karate.design/estimate.json"))),
            of("report on a damaged estimate", REPORT, w -> w.write("karate.design/estimate.json", "\"board\"")),
            of("report on a damaged search", REPORT, w -> w.write("karate.design/search.json", "nothing")),
            of("result of verify damaged", REPORT_VERIFIED, w -> w.write("verify.json", "{\"format\": ")),
            of("result of verify of another kind", REPORT_VERIFIED, w -> w.write("verify.json", "[]")),
            of("result of verify missing", REPORT_VERIFIED, w -> {}),
            of(
                    "result of verify of another design",
                    REPORT_VERIFIED,
                    w -> w.write("verify.json", "{\"format\": \"bitknit-verify\", \"design\": \"00\\n<b>\"}")),
            of("board file that is no YAML", BOARD, w -> w.write("board.yaml", "a: [")),
            of("board file that names no device", BOARD, w -> w.write("board.yaml", "title: Mine\n")),
            of(
                    "design of a later version",
                    VERIFY,
                    w -> w.replace("karate.design/design.json", "\"version\" : 1", "\"version\" : 999")),
            of(
                    "design of an unknown kind",
                    VERIFY,
                    w -> w.replace(
                            "karate.design/design.json", "\"multiplier\" : \"[A-Z]+\"", "\"multiplier\" : \"X\"")),
            of(
                    "estimate of a design with an infinite number",
                    ESTIMATE,
                    w -> w.replace("karate.design/estimate.json", "\"clockMhz\" : [0-9.]+", "\"clockMhz\" : 1e999")),
            of(
                    "estimate of another design",
                    ESTIMATE,
                    w -> w.replace("karate.design/estimate.json", "\"cycles\" : ", "\"cycles\" : 1")),
            // What does not fit together.
            of(
                    "slots that cannot be",
                    new String[] {"compile", "karate.q", "--board", "ulx3s-85f", "--slots", "0", "-o", "out.design"},
                    w -> {}),
            of(
                    "engines that overflow",
                    new String[] {
                        "compile", "karate.q", "--board", "ulx3s-85f", "--engines", "2000000000", "-o", "out.design"
                    },
                    w -> {}),
            of(
                    "slots that the compiler does not know",
                    new String[] {"compile", "karate.q", "--board", "ulx3s-85f", "--slots", "99", "-o", "out.design"},
                    w -> {}),
            of(
                    "design inside a file",
                    new String[] {"compile", "karate.q", "--board", "ulx3s-85f", "-o", "karate/meta.json/out.design"},
                    w -> {}),
            of(
                    "dump into a folder of others",
                    new String[] {"compile", "karate.q", "--board", "ulx3s-85f", "--dump", "karate", "-o", "out.design"
                    },
                    w -> {}),
            of(
                    "dump into a file's folder",
                    new String[] {
                        "compile",
                        "karate.q",
                        "--board",
                        "ulx3s-85f",
                        "--dump",
                        "karate/meta.json/out",
                        "-o",
                        "out.design"
                    },
                    w -> {}),
            of(
                    "board that is too small",
                    BOARD,
                    w -> w.write("board.yaml", "extends: icebreaker\nname: tiny\nusable:\n  lutPercent: 5\n")),
            of(
                    "ports that do not divide",
                    new String[] {
                        "compile",
                        "karate.q",
                        "--board",
                        "ulx3s-85f",
                        "--engines",
                        "2",
                        "--slots",
                        "3",
                        "--ports",
                        "7",
                        "-o",
                        "out.design"
                    },
                    w -> {}),
            of(
                    "output inside a file",
                    new String[] {
                        "import", "--model", "karate-gcn", "--graph", "karate", "-o", "karate/meta.json/out.float"
                    },
                    w -> {}),
        };
    }

    @BeforeAll
    static void make() throws IOException {
        good = WorkFolder.made(folder.resolve("good"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void oneLineAndNothingWritten(Case bad) throws IOException {
        WorkFolder work = good.copyTo(folder.resolve("case" + made++).resolve("work"));
        bad.spoiling.of(work);
        TreeMap<String, String> before = work.content();
        CommandLineRun run = work.run(bad.command);
        String said = run.err().replace(work.path().toString(), "WORK");
        SEEN.put(bad.name, kept(said));
        assertThat(run.exitCode()).as(said).isEqualTo(1);
        assertThat(said).startsWith("error[").endsWith("\n");
        assertThat(said.lines()).hasSize(1);
        assertThat(said.chars().filter(c -> c < ' ' && c != '\n')).isEmpty();
        assertThat(run.out()).isEmpty();
        assertThat(work.content()).isEqualTo(before);
        if (!"update".equals(System.getProperty("golden"))) {
            assertThat(Files.readAllLines(GOLDEN))
                    .contains(bad.name + " | " + kept(said).strip());
        }
    }

    @AfterAll
    static void keep() throws IOException {
        if ("update".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(
                    GOLDEN,
                    Arrays.stream(cases())
                            .map(c -> c.name + " | " + SEEN.get(c.name))
                            .collect(Collectors.joining()));
        }
    }

    /** The line without the figures that another schedule or another area changes. */
    private static String kept(String line) {
        return line.matches("(?s)error\\[(C-020|D-003|U-006|U-009)].*")
                ? line.replaceAll("'[0-9a-f]{12}'", "'DIGEST'")
                        .replaceAll("(?<!-)\\b[0-9]+\\b", "N")
                        .replaceAll("needs N of .*?;", "needs more;")
                : line.replaceAll("(design\\.json: not valid JSON: .*) at line .*", "$1 at its end");
    }

    private static Case of(String name, String[] command, Spoiling spoiling) {
        return new Case(name, command, spoiling);
    }

    private static byte[] headerLength(byte[] file, long length) {
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        return file;
    }

    /** Replaces in the header of the trained model, whose length stays right. */
    private static void header(WorkFolder work, String expression, String replacement) throws IOException {
        byte[] file = Files.readAllBytes(work.at(MODEL));
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        String before = new String(file, 8, length, StandardCharsets.UTF_8);
        String after = before.replaceFirst(expression, replacement);
        assertThat(after).as(before).isNotEqualTo(before);
        byte[] header = after.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out =
                ByteBuffer.allocate(file.length - length + header.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(header.length).put(header).put(file, 8 + length, file.length - 8 - length);
        Files.write(work.at(MODEL), out.array());
    }

    private static float[] bad(float value) {
        float[] values = new float[16];
        values[5] = value;
        return values;
    }

    /** 60 million zeros, compressed to some 60 thousand bytes. */
    private static byte[] zeros() throws IOException {
        byte[] zeros = new byte[60_000_000];
        Arrays.fill(zeros, (byte) '0');
        return WorkFolder.gzip(zeros);
    }

    private static void link(WorkFolder work, String name) throws IOException {
        Path outside = work.at("outside");
        Files.move(work.at(name), outside);
        Files.createSymbolicLink(work.at(name), outside);
    }

    private static void list(WorkFolder work, String edges) throws IOException {
        Map<String, byte[]> arrays = arrays();
        arrays.remove("edge_index.npy");
        Files.write(work.at("table.npz"), NumPy.zip(arrays));
        work.write("table.csv", edges);
    }

    private static void table(WorkFolder work, String entry, byte[] array) throws IOException {
        Map<String, byte[]> arrays = arrays();
        arrays.put(entry, array);
        Files.write(work.at("table.npz"), NumPy.zip(arrays));
    }

    /** Two nodes with one feature and an edge. */
    private static Map<String, byte[]> arrays() {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        arrays.put("edge_index.npy", ints(0, 1));
        arrays.put("x.npy", floats(1, 1));
        arrays.put("y.npy", NumPy.array("|i1", "(2,)", new byte[] {0, 1}));
        return arrays;
    }

    private static byte[] ints(int... values) {
        byte[] data = new byte[values.length];
        IntStream.range(0, values.length).forEach(i -> data[i] = (byte) values[i]);
        return NumPy.array("|i1", "(" + values.length + ", 1)", data);
    }

    private static byte[] floats(float... values) {
        return NumPy.floats("(" + values.length + ", 1)", values);
    }
}
