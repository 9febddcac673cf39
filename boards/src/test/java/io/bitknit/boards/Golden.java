// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compares text with a kept file, or rewrites the file with {@code -Dgolden=update}. */
final class Golden {
    /** Whether kept files are to be rewritten. */
    static final boolean UPDATE = "update".equals(System.getProperty("golden"));

    private static final String REFRESH = "mvn -pl boards test -Dgolden=update";

    private Golden() {}

    static void check(Path file, String text) throws IOException {
        if (UPDATE) {
            Files.writeString(file, text);
            return;
        }
        assertThat(file).as("kept text; write it with: %s", REFRESH).exists();
        assertThat(text)
                .as("%s; if the new text is right, refresh with: %s", file.getFileName(), REFRESH)
                .isEqualTo(Files.readString(file));
    }
}
