// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.hdl.MeasuredArea;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.hdl.UnitSample;
import io.bitknit.model.diag.ToolMissingException;
import io.bitknit.sim.TestDesigns;
import io.bitknit.sim.cosim.ExternalTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The synthesis tool on memories, of which the contract says the block RAMs exactly. */
class YosysTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @ParameterizedTest
    @EnumSource(SynthesisFlow.class)
    void memoriesTakeTheBlocksOfTheContract(SynthesisFlow flow) {
        TestDesigns.assumeTools(ExternalTool.YOSYS);
        List<MeasuredArea> rows = UnitSweep.measure(UnitSample.of(UnitSample.Kind.MEMORY, 991), flow);
        assertThat(rows)
                .hasSizeGreaterThan(8)
                .allSatisfy(row -> assertThat(row.unit().blocks(flow.family()).bramBlocks())
                        .as(row.line())
                        .isEqualTo(row.counted().bramBlocks()));
    }

    @Test
    void aCrashIsTriedOnceMore(@TempDir Path folder) throws IOException {
        Path once = program(folder, "[ -e tried ] || { touch tried; echo 'ERROR: ABC: return code 134.'; exit 1; }");
        assertThat(Yosys.script(once, folder, "", LIMIT).exitCode()).isZero();
        Path killed = program(folder, "[ -e killed ] || { touch killed; kill -ABRT $$; }");
        assertThat(Yosys.script(killed, folder, "", LIMIT).exitCode()).isZero();
        Path always = program(folder, "echo more; echo 'ERROR: ABC: return code 134.'; exit 1");
        assertThatThrownBy(() -> Yosys.script(always, folder, "", LIMIT))
                .isInstanceOfSatisfying(
                        ToolMissingException.class,
                        crash -> assertThat(crash.line())
                                .isEqualTo("error[S-012]: yosys: it crashed twice (ERROR: ABC: return code 134.);"
                                        + " reinstall it with: apt-get install --reinstall yosys berkeley-abc"));
    }

    @Test
    void whatIsNoCrashIsNotTriedAgain(@TempDir Path folder) throws IOException {
        Path refuses = program(folder, "echo once >> tries; echo 'ERROR: syntax error'; exit 1");
        assertThatThrownBy(() -> Yosys.script(refuses, folder, "", LIMIT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ERROR: syntax error");
        assertThat(folder.resolve("tries")).hasContent("once");
        Path slow = program(folder, "sleep 60");
        Duration limit = Duration.ofMillis(100);
        assertThat(Yosys.script(slow, folder, "", limit).timedOut()).isTrue();
        assertThatThrownBy(() -> Yosys.complete(slow, folder, "", limit)).hasMessageContaining("S-013");
    }

    private static Path program(Path folder, String commands) throws IOException {
        Path program = Files.createTempFile(folder, "yosys", "");
        Files.writeString(program, "#!/bin/sh\n" + commands + "\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    @Test
    void whatIsKnownIsNotSynthesizedAgain() {
        Set<String> known = new java.util.HashSet<>();
        for (UnitSample.Kind kind : UnitSample.Kind.values()) {
            UnitSample.of(kind, 0)
                    .units()
                    .values()
                    .forEach(unit -> known.add(MeasuredArea.key(unit, SynthesisFlow.ECP5)));
        }
        UnitSweep.run(
                SynthesisFlow.ECP5,
                1,
                known,
                (name, done, total) -> {
                    throw new AssertionError("synthesizes " + name);
                },
                rows -> {});
    }
}
