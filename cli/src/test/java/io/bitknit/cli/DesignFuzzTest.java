// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever the bytes, a file of a design is accepted or refused with a {@code UserException}. The normal test run
 * replays the stored inputs; doc/TESTING.md has the command for a search.
 */
class DesignFuzzTest {
    @TempDir
    static Path folder;

    private static DesignTarget.Good good;

    @BeforeAll
    static void make() throws IOException {
        good = DesignTarget.Good.in(folder);
    }

    @FuzzTest(maxDuration = "10m")
    void designJson(byte[] content) throws IOException {
        DesignTarget.DESIGN_JSON.accepts(good, content);
    }

    @FuzzTest(maxDuration = "10m")
    void designArrays(byte[] content) throws IOException {
        DesignTarget.DESIGN_ARRAYS.accepts(good, content);
    }

    @FuzzTest(maxDuration = "10m")
    void estimate(byte[] content) throws IOException {
        DesignTarget.ESTIMATE.accepts(good, content);
    }

    @FuzzTest(maxDuration = "10m")
    void search(byte[] content) throws IOException {
        DesignTarget.SEARCH.accepts(good, content);
    }

    @FuzzTest(maxDuration = "10m")
    void verifyResult(byte[] content) throws IOException {
        DesignTarget.VERIFY_RESULT.accepts(good, content);
    }

    @FuzzTest(maxDuration = "10m")
    void graphText(byte[] content) throws IOException {
        DesignTarget.GRAPH_TEXT.accepts(good, content);
    }
}
