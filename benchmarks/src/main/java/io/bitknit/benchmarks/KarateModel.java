// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.cli.DemoFiles;
import io.bitknit.model.FloatModel;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.PygImporter;
import io.bitknit.sim.cosim.TemporaryFolder;
import java.nio.file.Path;

/** The trained model of the karate club that the demo carries. */
final class KarateModel {
    private KarateModel() {}

    static FloatModel read() {
        try (TemporaryFolder folder = TemporaryFolder.create("bitknit-karate")) {
            DemoFiles.copyTo(folder.path());
            Path model = folder.path().resolve("karate-gcn");
            return PygImporter.read(
                    model, GraphReader.read(folder.path().resolve("karate"), PygImporter.splitIndex(model)));
        }
    }
}
