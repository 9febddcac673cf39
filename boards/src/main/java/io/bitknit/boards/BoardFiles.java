// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the files that names mean and applies {@code extends}. A reference is the name of a built-in file, or a path
 * to a {@code .yaml} file in the folder of the file that holds the reference or below it.
 */
final class BoardFiles {
    /** What a board or device may be called. */
    static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private static final int MAX_EXTENDS = 8;

    private BoardFiles() {}

    /** The two kinds of files, each in a folder of the class path. */
    enum Kind {
        BOARD("board", "boards"),
        DEVICE("device", "devices");

        private final String label;
        private final String folder;

        Kind(String label, String folder) {
            this.label = label;
            this.folder = folder;
        }

        String label() {
            return label;
        }
    }

    /**
     * A file with all that it extends.
     *
     * @param mapping merged content, without the key {@code extends}
     * @param deviceFolder folder that the key {@code device} of a board is relative to; empty for a built-in file
     */
    record Loaded(YamlNode.Mapping mapping, Optional<Path> deviceFolder) {}

    /** Names of the built-in files of a kind, in the order to show them. */
    static List<String> builtInNames(Kind kind) {
        return new String(resource(kind.folder + ".txt"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }

    /** What a user names on the command line: a built-in name or a path. */
    static Loaded fromUser(Kind kind, String nameOrPath) {
        if (builtInNames(kind).contains(nameOrPath)) {
            return builtIn(kind, nameOrPath, "", List.of());
        }
        if (!isYamlPath(nameOrPath)) {
            throw new BoardException("B-001", "", unknown(kind, nameOrPath));
        }
        Path path = path(nameOrPath, "B-001", "");
        if (!Files.exists(path)) {
            throw new BoardException("B-001", nameOrPath, "no such file");
        }
        return fromPath(kind, path, "", List.of());
    }

    /** What a file names: a built-in name, or a path inside the folder of that file. */
    static Loaded fromReference(Kind kind, String reference, Optional<Path> folder, String place) {
        return fromReference(kind, reference, folder, place, List.of());
    }

    private static Loaded fromReference(
            Kind kind, String reference, Optional<Path> folder, String place, List<String> chain) {
        if (builtInNames(kind).contains(reference)) {
            return builtIn(kind, reference, place, chain);
        }
        if (folder.isEmpty() || !isYamlPath(reference)) {
            throw new BoardException("B-008", place, unknown(kind, reference));
        }
        Path path = inside(folder.get(), reference, place);
        if (!Files.exists(path)) {
            throw new BoardException("B-008", place, "no file '" + reference + "' in the folder of this file");
        }
        return fromPath(kind, path, place, chain);
    }

    private static Loaded builtIn(Kind kind, String name, String place, List<String> chain) {
        String resource = kind.folder + "/" + name + ".yaml";
        List<String> longer = appended(chain, "built-in " + resource, name, place);
        return extended(kind, YamlReader.read(name + ".yaml", resource(resource)), Optional.empty(), longer);
    }

    private static Loaded fromPath(Kind kind, Path path, String place, List<String> chain) {
        String shown = path.toString();
        List<String> longer = appended(chain, absolute(path).toString(), shown, place);
        Path folder = path.getParent() == null ? Path.of("") : path.getParent();
        return extended(kind, YamlReader.read(shown, bytes(path, shown)), Optional.of(folder), longer);
    }

    private static Loaded extended(Kind kind, YamlNode.Mapping mapping, Optional<Path> folder, List<String> chain) {
        YamlNode parent = mapping.entries().get("extends");
        if (parent == null) {
            return new Loaded(mapping, folder);
        }
        String place = mapping.file() + ":" + parent.line() + " /extends";
        Loaded base = fromReference(kind, new Section(mapping, "").text("extends"), folder, place, chain);
        Map<String, YamlNode> own = new LinkedHashMap<>(mapping.entries());
        own.remove("extends");
        YamlNode.Mapping differences = new YamlNode.Mapping(mapping.file(), mapping.line(), own);
        // A device that only the extended file names is looked for beside that file.
        Optional<Path> deviceFolder = own.containsKey("device") ? folder : base.deviceFolder();
        return new Loaded(base.mapping().overriddenBy(differences), deviceFolder);
    }

    private static List<String> appended(List<String> chain, String identity, String shown, String place) {
        if (chain.contains(identity)) {
            throw new BoardException(
                    "B-008", place, "'" + shown + "' comes back to itself through extends; break the circle");
        }
        if (chain.size() == MAX_EXTENDS) {
            throw new BoardException("B-008", place, "more than " + MAX_EXTENDS + " files extend each other");
        }
        List<String> longer = new ArrayList<>(chain);
        longer.add(identity);
        return longer;
    }

    private static Path inside(Path folder, String reference, String place) {
        Path resolved = folder.resolve(path(reference, "B-008", place)).normalize();
        boolean inside = absolute(resolved).startsWith(absolute(folder));
        try {
            // A link may lead out of the folder as well.
            inside = inside && (!Files.exists(resolved) || resolved.toRealPath().startsWith(folder.toRealPath()));
        } catch (IOException e) {
            inside = false;
        }
        if (!inside) {
            throw new BoardException(
                    "B-008", place, "'" + reference + "' leaves the folder of this file; put the file beside it");
        }
        return resolved;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static boolean isYamlPath(String text) {
        return text.endsWith(".yaml") || text.endsWith(".yml");
    }

    private static Path path(String text, String code, String place) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new BoardException(code, place, "'" + text + "' is not a path");
        }
    }

    private static String unknown(Kind kind, String name) {
        return "unknown " + kind.label + " '" + name + "'; built in: " + String.join(", ", builtInNames(kind))
                + "; or give the path of a .yaml file";
    }

    private static byte[] bytes(Path path, String shown) {
        // A pipe or a device file would never end.
        if (!Files.isRegularFile(path)) {
            throw new BoardException("B-002", shown, "not a regular file");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(YamlReader.MAX_BYTES + 1);
        } catch (IOException e) {
            throw new BoardException("B-002", shown, "the file cannot be read; check its permissions");
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = BoardFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource " + name + " is missing from the jar");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
