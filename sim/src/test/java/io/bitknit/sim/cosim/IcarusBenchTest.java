// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The bench's ways to end. */
class IcarusBenchTest {
    /** Icarus 12 prints a line for {@code $finish} without argument, where the caller expects none; Icarus 11 does not. */
    @Test
    void everyEndIsSilent() throws IOException {
        try (var in = IcarusSimulator.class.getResourceAsStream("icarus_bench.v")) {
            String bench = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Pattern.compile("\\$finish(?!\\(0\\))").matcher(bench).find())
                    .isFalse();
            assertThat(bench).contains("$finish(0);");
        }
    }
}
