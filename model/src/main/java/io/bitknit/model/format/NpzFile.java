// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** NumPy arrays in a zip file, by name without {@code .npy}. Together they take at most {@link Limits#ARRAY_BYTES}. */
public final class NpzFile {
    private final String place;
    private final Map<String, NpyArray> arrays;

    private NpzFile(String place, Map<String, NpyArray> arrays) {
        this.place = place;
        this.arrays = Collections.unmodifiableMap(arrays);
    }

    /**
     * @param known names of arrays that may be there; an unknown one is refused before it is expanded
     * @param maxBytes most bytes that all arrays together may take
     * @throws UserException M-006, M-050 to M-056, M-059
     */
    public static NpzFile parse(String place, byte[] content, Collection<String> known, long maxBytes) {
        Map<String, NpyArray> arrays = new TreeMap<>();
        long left = maxBytes;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(content), StandardCharsets.UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                String name = arrayName(place, entry.getName());
                if (!known.contains(name)) {
                    throw ModelError.NPZ_KEY_UNKNOWN.at(place, name, String.join(", ", known));
                }
                NpyArray array = NpyArray.read(place + " array '" + name + "'", zip, left);
                left -= array.bytes();
                if (arrays.put(name, array) != null) {
                    throw ModelError.NPZ_DUPLICATE.at(place, name);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            // Names that are not text surface as IllegalArgumentException.
            String reason = e instanceof EOFException ? "it ends too early" : String.valueOf(e.getMessage());
            throw ModelError.NPZ_DAMAGED.at(place, reason);
        }
        if (arrays.isEmpty()) {
            throw ModelError.NPZ_DAMAGED.at(place, "it has no entries");
        }
        return new NpzFile(place, arrays);
    }

    private static String arrayName(String place, String entry) {
        if (!SourceFolder.isPlain(entry)) {
            throw ModelError.LEAVES_FOLDER.at(place, entry);
        }
        return entry.endsWith(".npy") ? entry.substring(0, entry.length() - 4) : entry;
    }

    public String place() {
        return place;
    }

    public boolean has(String name) {
        return arrays.containsKey(name);
    }

    /** @throws UserException M-054 if there is none */
    public NpyArray array(String name) {
        NpyArray array = arrays.get(name);
        if (array == null) {
            throw ModelError.NPZ_KEY_MISSING.at(place, name);
        }
        return array;
    }
}
