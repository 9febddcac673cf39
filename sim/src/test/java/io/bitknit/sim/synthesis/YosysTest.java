// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.hdl.MeasuredArea;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.hdl.UnitSample;
import io.bitknit.sim.TestDesigns;
import io.bitknit.sim.cosim.ExternalTool;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The synthesis tool on memories, of which the contract says the block RAMs exactly. */
class YosysTest {
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
