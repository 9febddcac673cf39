// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.diag.ToolMissingException;
import org.junit.jupiter.api.Test;

/** What is made of Verilator's answer to the question for its version. */
class ExternalToolTest {
    @Test
    void versionsThatCanBeUsed() {
        assertThat(ExternalTool.usableVersion(0, "Verilator 5.006 2023-01-22 rev (Debian 5.006-3)\n"))
                .isEqualTo("Verilator 5.006 2023-01-22 rev (Debian 5.006-3)");
    }

    @Test
    void versionsThatAreTooOld() {
        assertThatThrownBy(() -> ExternalTool.usableVersion(0, "Verilator 4.038 2020-07-11 rev v4.036-114\n"))
                .isInstanceOfSatisfying(
                        ToolMissingException.class,
                        e -> assertThat(e.line())
                                .isEqualTo("error[S-002]: verilator: version 4.038 is too old, 5.0 or newer is needed;"
                                        + " install a newer package or build it from source"));
    }

    @Test
    void programsThatDoNotAnswer() {
        for (int exitCode : new int[] {0, 1, 127}) {
            assertThatThrownBy(() -> ExternalTool.usableVersion(exitCode, exitCode == 0 ? "" : "Verilator 5.006"))
                    .isInstanceOfSatisfying(
                            ToolMissingException.class,
                            e -> assertThat(e.line())
                                    .startsWith("error[S-001]: verilator: 'verilator --version' does not answer;"));
        }
    }
}
