// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.file;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.JsonSection;
import io.bitknit.model.format.JsonText;
import io.bitknit.model.format.SafetensorsFile;
import io.bitknit.model.format.SourceFolder;
import io.bitknit.model.format.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** What both kinds of model folder share: two files, a format name, a version, and writing all or nothing. */
final class ModelFolder {
    static final String JSON = "model.json";
    static final String TENSORS = "tensors.safetensors";
    static final int VERSION = 1;
    private static final Set<String> FILES = Set.of(JSON, TENSORS);

    private final JsonSection json;
    private final SafetensorsFile tensors;
    private final Set<String> used = new TreeSet<>();

    private ModelFolder(JsonSection json, SafetensorsFile tensors) {
        this.json = json;
        this.tensors = tensors;
    }

    /** @throws UserException M-001 to M-029, M-080, M-081 */
    static ModelFolder read(Path path, String format) {
        SourceFolder folder = new SourceFolder(path);
        JsonSection json = JsonSection.read(folder, JSON);
        requireFormat(json, format);
        return new ModelFolder(json, SafetensorsFile.read(folder, TENSORS));
    }

    /** What kind of model a folder says it holds, whatever else is wrong with it. @throws UserException M-001 to M-013 */
    static String format(Path path) {
        return JsonSection.read(new SourceFolder(path), JSON).string("format");
    }

    /** A folder from memory. */
    static ModelFolder parse(String place, byte[] modelJson, byte[] tensors, String format) {
        JsonSection json = JsonSection.parse(place + "/" + JSON, modelJson);
        requireFormat(json, format);
        return new ModelFolder(json, SafetensorsFile.parse(place + "/" + TENSORS, tensors));
    }

    private static void requireFormat(JsonSection json, String format) {
        String found = json.string("format");
        boolean network = found.equals(FloatNetworkFile.FORMAT) || found.equals(QuantizedNetworkFile.FORMAT);
        if (network && (format.equals(FloatModelFile.FORMAT) || format.equals(QuantizedModelFile.FORMAT))) {
            throw ModelError.NO_HARDWARE.at(json.place("format"), json.string("architecture"));
        }
        if (!found.equals(format)) {
            throw ModelError.FORMAT_WRONG.at(json.place("format"), found, format);
        }
        int version = json.integer("version", 0, Integer.MAX_VALUE);
        if (version != VERSION) {
            throw ModelError.VERSION_WRONG.at(json.place("version"), version, VERSION);
        }
    }

    JsonSection json() {
        return json;
    }

    /** @throws UserException M-083 if there is none */
    Tensor tensor(String name) {
        used.add(name);
        return tensors.tensor(name);
    }

    /** @throws UserException M-082 if a tensor was never asked for */
    void requireAllUsed() {
        for (Tensor tensor : tensors.tensors().values()) {
            if (!used.contains(tensor.name())) {
                throw ModelError.TENSOR_UNKNOWN.at(tensor.place(), tensor.name());
            }
        }
    }

    static ObjectNode header(String format) {
        return JsonText.object().put("format", format).put("version", VERSION);
    }

    /** The JSON file's bytes. */
    static byte[] bytes(ObjectNode json) {
        return JsonText.pretty(json).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Writes beside the target and moves, so that a reader never sees half a model. An older model folder is replaced.
     *
     * @throws UserException M-007 if it cannot be written, M-008 if something else is in the way
     */
    static void write(Path target, byte[] json, byte[] tensors) {
        Path whole = target.toAbsolutePath().normalize();
        String name = SourceFolder.nameOf(whole);
        refuseOthers(whole, name);
        String temporary = "." + name + "." + ProcessHandle.current().pid() + ".";
        Path fresh = whole.resolveSibling(temporary + "new");
        Path old = whole.resolveSibling(temporary + "old");
        try {
            Files.createDirectories(whole.getParent());
            Files.createDirectory(fresh);
            Files.write(fresh.resolve(JSON), json);
            Files.write(fresh.resolve(TENSORS), tensors);
            replace(whole, fresh, old);
        } catch (IOException e) {
            throw ModelError.NOT_WRITTEN.at(name, reason(e));
        } finally {
            removeQuietly(fresh);
            removeQuietly(old);
        }
    }

    /** Puts the fresh folder in the place of the whole one; if that fails, the old one comes back. */
    private static void replace(Path whole, Path fresh, Path old) throws IOException {
        boolean existed = Files.exists(whole);
        if (existed) {
            Files.move(whole, old);
        }
        try {
            Files.move(fresh, whole);
        } catch (IOException e) {
            if (existed) {
                Files.move(old, whole);
            }
            throw e;
        }
    }

    private static String reason(IOException e) {
        boolean denied = e instanceof AccessDeniedException || e instanceof FileAlreadyExistsException;
        return denied ? "permission denied, or a file is in the way" : "input or output error, or the disk is full";
    }

    private static void refuseOthers(Path target, String name) {
        if (target.getParent() == null) {
            throw ModelError.NOT_WRITTEN.at(name, "it is the root folder");
        }
        if (!Files.exists(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.isDirectory(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            throw ModelError.NOT_OURS.at(name, name);
        }
        for (String there : new SourceFolder(target).names()) {
            if (!FILES.contains(there)) {
                throw ModelError.NOT_OURS.at(name, there);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
        Files.delete(folder);
    }

    private static void removeQuietly(Path folder) {
        try {
            remove(folder);
        } catch (IOException e) {
            // The first failure is the one to report; what is left behind has a name that says it is temporary.
            return;
        }
    }
}
