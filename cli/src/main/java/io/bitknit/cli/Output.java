// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.cli.report.Json;
import io.bitknit.model.diag.UserException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Files that a command writes itself. A file appears whole or not at all, and only a file that bitknit wrote is
 * replaced: its head carries the mark of its kind.
 */
final class Output {
    /** In the head of every JSON file that we write. */
    static final String JSON_MARK = "\"format\" : \"bitknit-";

    /** In the head of every waveform that we write. */
    static final String VCD_MARK = "$version bitknit";

    /** In the head of every estimate, which the compiler writes without a mark of its own. */
    static final String ESTIMATE_MARK = "\"board\"";

    /** In the head of every graph that we write. */
    static final String GRAPH_MARK = "graph \"";

    private static final int HEAD_BYTES = 512;

    private Output() {}

    /**
     * Writes JSON to a file, or to standard output if the path is {@code -}.
     *
     * @throws UserException U-003 or U-004 if the file cannot be written
     */
    static void json(Path path, Object content, Console console) {
        byte[] bytes = Json.bytes(content);
        if (path.toString().equals("-")) {
            console.out().print(new String(bytes, StandardCharsets.UTF_8));
            console.out().flush();
        } else {
            file(path, bytes, JSON_MARK);
        }
    }

    /**
     * @param mark what a file of this kind has in its first bytes
     * @throws UserException U-003 if something else is in the way, U-004 if the file cannot be written
     */
    static void file(Path path, byte[] content, String mark) {
        file(path, mark, out -> out.write(content));
    }

    /** The same for content that is written piece by piece. */
    static void file(Path path, String mark, Content content) {
        Path whole = path.toAbsolutePath().normalize();
        Path parent = whole.getParent();
        if (parent == null) {
            throw new UserException("U-004", path.toString(), "the root folder is no file to write");
        }
        refuseOthers(whole, mark);
        Path temporary = whole.resolveSibling(
                "." + whole.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.createDirectories(parent);
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                content.writeTo(out);
            }
            Files.move(temporary, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | UncheckedIOException e) {
            throw new UserException("U-004", path.toString(), "the file cannot be written: " + reason(e));
        } finally {
            deleteQuietly(temporary);
        }
    }

    /** Writes the content of a file. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Says early, before long work, whether {@link #file} would refuse. */
    static void refuseOthers(Path path, String mark) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        boolean ours = false;
        if (Files.isRegularFile(path)) {
            try (InputStream in = Files.newInputStream(path)) {
                byte[] head = in.readNBytes(HEAD_BYTES);
                ours = head.length == 0 || new String(head, StandardCharsets.UTF_8).contains(mark);
            } catch (IOException e) {
                throw new UserException("U-004", path.toString(), "the file cannot be read: " + reason(e));
            }
        }
        if (!ours) {
            throw new UserException(
                    "U-003",
                    path.toString(),
                    "the path exists and was not written by this command; choose another name or remove it");
        }
    }

    private static String reason(Exception e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof NoSuchFileException ? "its folder is gone" : "input or output error, or the disk is full";
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // The first failure is the one to report; the name of what is left says that it is temporary.
            return;
        }
    }
}
