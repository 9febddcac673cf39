// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of real graphs and models; a test that needs it is skipped, visibly, where it is missing. */
public final class SharedData {
    private SharedData() {}

    /** @param below for example {@code models/cora-gcn} */
    public static Path require(String below) {
        Path path =
                Path.of(System.getProperty("bitknit.shared", "../../shared")).resolve(below);
        assumeTrue(Files.exists(path), () -> below + " is not in the folder that -Dbitknit.shared names");
        return path;
    }
}
