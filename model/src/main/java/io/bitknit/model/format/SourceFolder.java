// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that input is read from. Nothing outside it is read: a name with a path in it and a link that leads out of
 * the folder are refused. Places in messages are relative to the folder's parent, so that they do not depend on where
 * the folder lies.
 */
public final class SourceFolder {
    private final Path folder;
    private final String label;

    /** @throws UserException M-001 if it is not a folder */
    public SourceFolder(Path folder) {
        this.label = nameOf(folder);
        try {
            this.folder = folder.toRealPath();
        } catch (IOException e) {
            throw ModelError.FILE_MISSING.at(label);
        }
        if (!Files.isDirectory(this.folder)) {
            throw ModelError.FILE_MISSING.at(label);
        }
    }

    /** The folder that a file lies in. */
    public static SourceFolder around(Path file) {
        Path parent = file.toAbsolutePath().normalize().getParent();
        if (parent == null) {
            throw ModelError.FILE_MISSING.at(file.toString());
        }
        return new SourceFolder(parent);
    }

    /** Last element of a path, also of {@code .} and of {@code ..}. */
    public static String nameOf(Path path) {
        Path name = path.toAbsolutePath().normalize().getFileName();
        return name == null ? "/" : name.toString();
    }

    public String label() {
        return label;
    }

    /** The name of a file for messages: folder, slash, file. */
    public String place(String name) {
        return label + "/" + name;
    }

    public boolean has(String name) {
        return isPlain(name) && Files.exists(folder.resolve(name));
    }

    /** Names of the files in the folder, ascending. */
    public List<String> names() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(p -> p.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw ModelError.FILE_UNREADABLE.at(label, reason(e));
        }
    }

    /**
     * The content of a file.
     *
     * @param maxBytes longest content that is accepted, at most {@link Limits#FILE_BYTES}
     * @throws UserException M-001 to M-003, M-006
     */
    public byte[] bytes(String name, int maxBytes) {
        if (!isPlain(name)) {
            throw ModelError.LEAVES_FOLDER.at(label, name);
        }
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            throw ModelError.FILE_MISSING.at(place(name));
        }
        try {
            if (!file.toRealPath().startsWith(folder)) {
                throw ModelError.LEAVES_FOLDER.at(label, name);
            }
            if (!Files.isRegularFile(file)) {
                throw ModelError.FILE_UNREADABLE.at(place(name), "it is not a regular file");
            }
            long size = Files.size(file);
            if (size > maxBytes) {
                throw ModelError.FILE_TOO_LARGE.at(place(name), size, (long) maxBytes);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes((int) size);
            }
        } catch (IOException e) {
            throw ModelError.FILE_UNREADABLE.at(place(name), reason(e));
        }
    }

    /** Whether the name is one element of a path, on any system. */
    static boolean isPlain(String name) {
        return !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..")
                && name.indexOf('/') < 0
                && name.indexOf('\\') < 0
                && name.indexOf('\0') < 0;
    }

    /** What went wrong, without the path that the exception's own text holds. */
    static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : "input or output error";
    }
}
