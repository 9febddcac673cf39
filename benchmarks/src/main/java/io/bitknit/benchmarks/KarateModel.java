// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.cli.DemoFiles;
import io.bitknit.model.FloatModel;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.PygImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The trained model of the karate club that the demo carries. */
final class KarateModel {
    private KarateModel() {}

    static FloatModel read() {
        try {
            Path folder = Files.createTempDirectory("bitknit-karate");
            DemoFiles.copyTo(folder);
            Path model = folder.resolve("karate-gcn");
            FloatModel read =
                    PygImporter.read(model, GraphReader.read(folder.resolve("karate"), PygImporter.splitIndex(model)));
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
