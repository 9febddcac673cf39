// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.read;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** SHA-256 of what was read. The digest of a graph covers names and contents of its files, in the order of names. */
final class Digest {
    private final Map<String, byte[]> parts = new TreeMap<>();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Adds a file; returns the SHA-256 of its content in hexadecimal. */
    String add(String name, byte[] content) {
        byte[] digest = sha256().digest(content);
        parts.put(name, digest);
        return HexFormat.of().formatHex(digest);
    }

    static String of(byte[] content) {
        return HexFormat.of().formatHex(sha256().digest(content));
    }

    String hex() {
        MessageDigest all = sha256();
        parts.forEach((name, digest) -> {
            all.update(name.getBytes(StandardCharsets.UTF_8));
            all.update((byte) 0);
            all.update(digest);
        });
        return HexFormat.of().formatHex(all.digest());
    }
}
