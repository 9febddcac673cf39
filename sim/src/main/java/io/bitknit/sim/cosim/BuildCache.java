// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Builds of simulators, found again by the digest of everything that they depend on. */
final class BuildCache {
    private static final int DIGEST_CHARACTERS = 24;

    private BuildCache() {}

    /**
     * Folder of a build. A new one is made under another name and moved in place when it is complete, so that a build
     * that was interrupted is never taken for a finished one.
     */
    static Path folder(
            Path cache, String kind, Map<String, String> files, List<String> settings, Consumer<Path> build) {
        Path folder = cache.toAbsolutePath().resolve(kind + "-" + digest(files, settings));
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Path draft = null;
        try {
            Files.createDirectories(folder.getParent());
            draft = Files.createTempDirectory(folder.getParent(), kind + "-build");
            TemporaryFolder.write(draft, files);
            build.accept(draft);
            Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
            // Somebody else has finished the same build in the meantime.
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (draft != null) {
                TemporaryFolder.delete(draft);
            }
        }
        return folder;
    }

    private static String digest(Map<String, String> files, List<String> settings) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            settings.forEach(setting -> update(sha, setting));
            files.forEach((name, text) -> {
                update(sha, name);
                update(sha, text);
            });
            return HexFormat.of().formatHex(sha.digest()).substring(0, DIGEST_CHARACTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void update(MessageDigest sha, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        sha.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        sha.update(bytes);
    }
}
