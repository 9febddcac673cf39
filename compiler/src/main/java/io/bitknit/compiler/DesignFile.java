// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.program.HostScript;
import io.bitknit.compiler.schedule.DesignVerifier;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.file.QuantizedModelFile;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.JsonText;
import io.bitknit.model.format.Limits;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.SourceFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A design as a folder {@code *.design}; the same design gives the same bytes.
 *
 * <ul>
 *   <li>{@code design.json}, {@code design.safetensors}: the {@link Design}, numbers and arrays
 *   <li>{@code model}: the quantized model, whose meaning the design has
 *   <li>{@code rtl}: Verilog
 *   <li>{@code host.bin}: all bytes that the host sends: load, run, read back
 *   <li>{@code Makefile}, {@code board}, {@code sim}, {@code host} and what else a project has; {@code out}: what make
 *       writes
 *   <li>{@code estimate.json}: cycles and resources, and whatever other JSON the caller adds
 * </ul>
 */
public final class DesignFile {
    private static final Set<String> ENTRIES = Set.of(
            "design.json",
            "design.safetensors",
            "model",
            "rtl",
            "host.bin",
            "estimate.json",
            "search.json",
            "README.md",
            "Makefile",
            "bitknit.core",
            "files.f",
            "board",
            "sim",
            "host",
            "out");

    private DesignFile() {}

    /**
     * What the folder holds.
     *
     * @param verilog text by file name
     * @param documents text of the JSON files that are for people and tools, by file name
     */
    public record Content(
            Design design, QuantizedModel model, Map<String, String> verilog, Map<String, String> documents) {
        public Content {
            verilog = new TreeMap<>(verilog);
            documents = new TreeMap<>(documents);
        }
    }

    /**
     * Writes beside the target and moves, so that a reader never sees half a design. An older design is replaced.
     *
     * @throws UserException D-001 if it cannot be written, D-002 if something else is in the way
     */
    public static void write(Path target, Content content) {
        write(target, content, Map.of());
    }

    /**
     * The same with a project around the design.
     *
     * @param project text by path below the folder, with '/' between names, as {@link
     *     io.bitknit.compiler.project.Project} makes it; readers of designs ignore it
     */
    public static void write(Path target, Content content, Map<String, String> project) {
        Path whole = target.toAbsolutePath().normalize();
        String name = SourceFolder.nameOf(whole);
        refuseOthers(whole, name);
        Path fresh =
                whole.resolveSibling("." + name + "." + ProcessHandle.current().pid() + ".new");
        Path old =
                whole.resolveSibling("." + name + "." + ProcessHandle.current().pid() + ".old");
        try {
            if (whole.getParent() != null) {
                Files.createDirectories(whole.getParent());
            }
            Files.createDirectory(fresh);
            fill(fresh, content);
            for (Map.Entry<String, String> file : project.entrySet()) {
                Path path = fresh.resolve(file.getKey()).normalize();
                if (!ENTRIES.contains(fresh.relativize(path).getName(0).toString())) {
                    throw new IllegalStateException("a design folder has no file " + file.getKey());
                }
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            if (Files.exists(whole)) {
                Files.move(whole, old);
            }
            Files.move(fresh, whole);
        } catch (IOException e) {
            throw new UserException(
                    "D-001", name, "the design cannot be written; check the folder's permissions and the free space");
        } finally {
            removeQuietly(fresh);
            removeQuietly(old);
        }
    }

    private static void fill(Path folder, Content content) throws IOException {
        byte[] arrays = SafetensorsFile.toBytes("design.safetensors", DesignArrays.tensors(content.design()));
        String json = JsonText.pretty(DesignJson.write(content.design(), DesignArrays.digest(arrays)));
        Files.writeString(folder.resolve("design.json"), json);
        Files.write(folder.resolve("design.safetensors"), arrays);
        Files.write(folder.resolve("host.bin"), HostScript.of(content.design()).toBytes());
        QuantizedModelFile.write(content.model(), folder.resolve("model"));
        Path rtl = Files.createDirectory(folder.resolve("rtl"));
        for (Map.Entry<String, String> file : content.verilog().entrySet()) {
            Files.writeString(rtl.resolve(plainName(file.getKey())), file.getValue());
        }
        for (Map.Entry<String, String> file : content.documents().entrySet()) {
            if (!ENTRIES.contains(file.getKey())) {
                throw new IllegalStateException("a design folder has no file " + file.getKey());
            }
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    private static String plainName(String name) {
        if (!name.matches("[a-z0-9_]+\\.(v|vh)")) {
            throw new IllegalStateException("unexpected Verilog file name " + name);
        }
        return name;
    }

    /**
     * Reads a design and checks it against its model, so that nobody downstream meets an index out of range.
     *
     * @throws UserException for everything that is wrong with the folder
     */
    public static Content read(Path path) {
        SourceFolder folder = new SourceFolder(path);
        JsonSection json = JsonSection.read(folder, "design.json");
        byte[] arrays = folder.bytes("design.safetensors", Limits.FILE_BYTES);
        DesignJson.requireDigest(json, DesignArrays.digest(arrays));
        QuantizedModel model = QuantizedModelFile.read(path.resolve("model"));
        Design design = verified(path, json, SafetensorsFile.parse(folder.place("design.safetensors"), arrays), model);
        Map<String, String> documents = new LinkedHashMap<>();
        for (String document : List.of("estimate.json", "search.json")) {
            if (Files.exists(path.resolve(document))) {
                documents.put(document, new String(folder.bytes(document, Limits.JSON_BYTES), StandardCharsets.UTF_8));
            }
        }
        return new Content(design, model, verilog(path.resolve("rtl")), documents);
    }

    private static Design verified(Path path, JsonSection json, SafetensorsFile arrays, QuantizedModel model) {
        List<String> findings;
        try {
            Design design = DesignJson.read(json, new DesignArrays(arrays));
            findings = findings(design, model);
            if (findings.isEmpty()) {
                return design;
            }
        } catch (IndexOutOfBoundsException
                | NegativeArraySizeException
                | ArithmeticException
                | IllegalArgumentException e) {
            findings = List.of("its numbers do not fit together");
        }
        throw new UserException(
                "D-003",
                SourceFolder.nameOf(path),
                "the design does not do what its model says: " + findings.get(0) + "; compile the model again");
    }

    private static List<String> findings(Design design, QuantizedModel model) {
        Workload work;
        try {
            work = Lowering.of(model, design).workload(design.digest());
        } catch (UserException e) {
            // For example phases in an order that the model does not allow.
            return List.of(e.diagnostics().get(0).message());
        }
        return DesignVerifier.verify(design, work);
    }

    private static Map<String, String> verilog(Path rtl) {
        Map<String, String> files = new TreeMap<>();
        if (!Files.isDirectory(rtl)) {
            return files;
        }
        SourceFolder folder = new SourceFolder(rtl);
        for (String name : folder.names()) {
            files.put(name, new String(folder.bytes(name, Limits.JSON_BYTES), StandardCharsets.UTF_8));
        }
        return files;
    }

    private static void refuseOthers(Path target, String name) {
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean ours = Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)
                && new SourceFolder(target).names().stream().allMatch(ENTRIES::contains);
        if (!ours) {
            throw new UserException(
                    "D-002", name, "it is there already and is not a design folder; remove it or choose another name");
        }
    }

    private static void removeQuietly(Path folder) {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            // The first failure is the one to report; what is left behind has a name that says it is temporary.
            return;
        }
    }
}
