// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Expected texts in files; {@code -Dgolden=update} writes them anew, except where CI is set. */
final class Golden {
    static final Path FOLDER = Path.of("src/test/resources/pass");

    private Golden() {}

    static void check(Path expected, String actual) throws IOException {
        if ("update".equals(System.getProperty("golden"))) {
            assertThat(System.getenv("CI"))
                    .as("golden files are not refreshed where CI is set")
                    .isNotEqualTo("true");
            Files.writeString(expected, actual);
        }
        assertThat(expected).as("refresh with -Dgolden=update").exists();
        assertThat(actual).as("%s", expected).isEqualTo(Files.readString(expected));
    }
}
