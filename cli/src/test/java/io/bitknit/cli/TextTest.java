// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TextTest {
    @Test
    void commandsCanBeTypedAsTheyAreShown() {
        assertThat(Text.command("compile", Path.of("a/b.q"), "--board", "ulx3s-85f"))
                .isEqualTo("bitknit compile a/b.q --board ulx3s-85f");
        assertThat(Text.command("verify", Path.of("it's a \"folder\" $(x)")))
                .isEqualTo("bitknit verify 'it'\\''s a \"folder\" $(x)'");
        assertThat(Text.command("verify", "a\nb", "")).isEqualTo("bitknit verify 'a\\u000ab' ''");
    }
}
