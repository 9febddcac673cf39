// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The bundled graph, Zachary's karate club, and the model that was trained on it. */
public final class DemoFiles {
    static final String GRAPH = "karate";
    static final String MODEL = "karate-gcn";

    private static final List<String> FILES = List.of(
            "karate/adjacency.txt.gz",
            "karate/features.mtx.gz",
            "karate/labels.txt.gz",
            "karate/meta.json",
            "karate/split.json",
            "karate-gcn/config.json",
            "karate-gcn/model.safetensors");

    private DemoFiles() {}

    /** Writes the folders {@code karate} and {@code karate-gcn} into a folder that exists. */
    public static void copyTo(Path folder) {
        try {
            for (String name : FILES) {
                Path file = folder.resolve(name);
                Files.createDirectories(file.getParent());
                try (InputStream in = DemoFiles.class.getResourceAsStream("/demo/" + name)) {
                    if (in == null) {
                        throw new IllegalStateException("demo: the file " + name + " is not in the jar");
                    }
                    Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
