// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Optional;

/**
 * Any bytes are a board or one line of explanation. Runs the kept inputs; with {@code JAZZER_FUZZ=1} it searches for
 * new ones.
 */
class BoardFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void anyBytesAreABoardOrAnError(byte[] bytes) {
        try {
            YamlNode.Mapping mapping = YamlReader.read("fuzz.yaml", bytes);
            BoardSchema.board(mapping, Optional.empty());
        } catch (BoardException e) {
            requireOneLine(e);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void anyBytesAreADeviceOrAnError(byte[] bytes) {
        try {
            BoardSchema.device(YamlReader.read("fuzz.yaml", bytes));
        } catch (BoardException e) {
            requireOneLine(e);
        }
    }

    private static void requireOneLine(BoardException e) {
        if (e.getMessage().lines().count() != 1 || !e.getMessage().startsWith("error[B-00")) {
            throw new AssertionError("not one line: " + e.getMessage());
        }
    }
}
