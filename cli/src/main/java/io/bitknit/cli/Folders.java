// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** Folders that belong to the program and not to a command. */
final class Folders {
    private Folders() {}

    /** Where builds of simulators are kept: in the project, or under the temporary folder if that is read-only. */
    static Path simulators() {
        String root = System.getProperty("bitknit.root", "");
        if (!root.isEmpty() && Files.isWritable(Path.of(root))) {
            return Path.of(root, ".bitknit", "simulators");
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "bitknit-simulators-" + System.getProperty("user.name"));
    }
}
