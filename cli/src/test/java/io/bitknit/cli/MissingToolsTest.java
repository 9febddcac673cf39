// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.sim.compare.Engine;
import io.bitknit.sim.cosim.ExternalTool;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@code verify} says before it starts an engine that cannot run. */
class MissingToolsTest {
    private static final Set<Engine> ALL = EnumSet.allOf(Engine.class);

    @Test
    void allThatIsMissingIsSaidAtOnce() {
        assertThat(VerifyCommand.missing(ALL, tool -> tool.equals(ExternalTool.MAKE)))
                .get()
                .hasToString(
                        "io.bitknit.model.diag.ToolMissingException: 'verilator', 'g++', 'yosys', 'iverilog', 'vvp' "
                                + "are not installed; install them with: apt-get install verilator g++ yosys iverilog");
    }

    @Test
    void oneIsNamedAlone() {
        assertThat(VerifyCommand.missing(ALL, tool -> !tool.equals(ExternalTool.COMPILER)))
                .get()
                .hasToString("io.bitknit.model.diag.ToolMissingException: 'g++' is not installed; install it with: "
                        + "apt-get install g++");
    }

    @Test
    void enginesInJavaNeedNothing() {
        assertThat(VerifyCommand.missing(EnumSet.of(Engine.REFERENCE, Engine.CYCLE, Engine.TRACE), tool -> false))
                .isEmpty();
        assertThat(VerifyCommand.missing(ALL, tool -> true)).isEmpty();
    }
}
