// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A folder with everything that the commands make of the bundled graph, to be spoiled by a test: {@code karate} and
 * {@code karate-gcn} as bundled, {@code karate.float}, {@code karate.q} and {@code karate.design}.
 *
 * @param path the folder itself
 */
record WorkFolder(Path path) {
    /** Runs the commands once; other folders are copies. */
    static WorkFolder made(Path path) throws IOException {
        DemoFiles.copyTo(Files.createDirectories(path));
        WorkFolder folder = new WorkFolder(path);
        // The checksums of the bundled files would hide every other finding about a changed file.
        folder.replace("karate/meta.json", "(?s),?\\s*\"files\"\\s*:\\s*\\{.*?\\}\\s*\\}", "");
        // Nor shall the list of shapes say first that a tensor was changed.
        folder.replace("karate-gcn/config.json", "(?s),?\\s*\"tensors\"\\s*:\\s*\\{.*?\\}", "");
        folder.succeed("import", "--model", "karate-gcn", "--graph", "karate", "-o", "karate.float");
        folder.succeed("quantize", "karate.float", "--hidden-bits", "2", "--weight-bits", "2", "-o", "karate.q");
        String[] small = {"--engines", "1", "--ports", "8", "--slots", "2", "--lanes", "8"};
        List<String> compile = new ArrayList<>(List.of("compile", "karate.q", "--board", "simulator"));
        compile.addAll(List.of(small));
        compile.addAll(List.of("-o", "karate.design"));
        folder.succeed(compile.toArray(String[]::new));
        return folder;
    }

    WorkFolder copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(path.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        return new WorkFolder(target);
    }

    Path at(String name) {
        return path.resolve(name);
    }

    /** Runs a command line; words that name something in this folder, or end like an output, become its paths. */
    CommandLineRun run(String... words) {
        Object[] arguments = new Object[words.length];
        for (int i = 0; i < words.length; i++) {
            boolean file = words[i].matches("karate.*|out.*|table.*|board.*\\.yaml|verify\\.json");
            arguments[i] = file ? at(words[i]) : words[i];
        }
        return CommandLineRun.of(arguments);
    }

    /** Runs the command of a line of an exploration's CSV, into another design. */
    CommandLineRun repeat(String command, String design, String... more) {
        List<Object> words = new ArrayList<>(
                List.of((Object[]) command.replaceFirst("^\\S*bitknit ", "").split(" ")));
        words.set(words.size() - 1, at(design));
        words.addAll(List.of(more));
        return CommandLineRun.of(words.toArray());
    }

    private void succeed(String... words) {
        CommandLineRun run = run(words);
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    void write(String name, String text) throws IOException {
        Files.writeString(at(name), text);
    }

    /** Replaces in a text file, compressed if its name says so; the text must change. */
    void replace(String name, String expression, String replacement) throws IOException {
        String before = text(name);
        String after = before.replaceFirst(expression, replacement);
        assertThat(after).as("%s: '%s' is not in it", name, expression).isNotEqualTo(before);
        byte[] bytes = after.getBytes(StandardCharsets.UTF_8);
        Files.write(at(name), name.endsWith(".gz") ? gzip(bytes) : bytes);
    }

    private String text(String name) throws IOException {
        byte[] bytes = Files.readAllBytes(at(name));
        if (name.endsWith(".gz")) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = in.readAllBytes();
            }
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        }
        return out.toByteArray();
    }

    /** Changes the bytes of a file. */
    interface Change {
        byte[] of(byte[] before);
    }

    void change(String name, Change change) throws IOException {
        Files.write(at(name), change.of(Files.readAllBytes(at(name))));
    }

    /** Replaces a tensor of the trained model by another of the same name, or adds it. */
    void tensor(Tensor tensor) throws IOException {
        TreeMap<String, Tensor> tensors =
                new TreeMap<>(SafetensorsFile.read(new SourceFolder(at("karate-gcn")), "model.safetensors")
                        .tensors());
        tensors.put(tensor.name(), tensor);
        Files.write(at("karate-gcn/model.safetensors"), SafetensorsFile.toBytes("karate-gcn", tensors.values()));
    }

    /** Every name with the digest of its content: equal before and after means that nothing was written. */
    TreeMap<String, String> content() throws IOException {
        TreeMap<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.toList()) {
                String name = path.relativize(file).toString();
                content.put(name, Files.isDirectory(file) ? "folder" : sha256(Files.readAllBytes(file)));
            }
        }
        return content;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of()
                    .formatHex(
                            java.security.MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
