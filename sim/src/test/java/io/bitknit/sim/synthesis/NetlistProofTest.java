// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.sim.TestDesigns;
import io.bitknit.sim.cosim.ExternalTool;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Netlists of units against their Verilog, those whose proof takes seconds; {@code ./bitknit benchmark equivalence} does
 * all of them. A netlist with one changed cell and Verilog with one changed operator must not be proven.
 */
class NetlistProofTest {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    @BeforeEach
    void needsYosys() {
        TestDesigns.assumeTools(ExternalTool.YOSYS);
    }

    static Stream<Arguments> quick() {
        return Stream.of(
                Arguments.of("host_link", SynthesisFlow.ICE40),
                Arguments.of("phase_controller", SynthesisFlow.ICE40),
                Arguments.of("sequencer", SynthesisFlow.ECP5),
                Arguments.of("gather_slot", SynthesisFlow.XILINX7),
                Arguments.of("team_result", SynthesisFlow.ICE40),
                Arguments.of("row_writer", SynthesisFlow.ECP5),
                Arguments.of("reset_sync", SynthesisFlow.ICE40),
                Arguments.of("frame_link", SynthesisFlow.ICE40));
    }

    @ParameterizedTest
    @MethodSource("quick")
    void netlistEqualsTheVerilog(String unit, SynthesisFlow flow) {
        NetlistProof.Result result = NetlistProof.prove(ProvableUnits.of(unit, flow), flow, LIMIT);
        assertThat(result.holds()).as("%s", result).isTrue();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void netlistWithOneChangedCellIsNotProven(String unit, SynthesisFlow flow, String damage) {
        NetlistProof.Subject subject = ProvableUnits.of(unit, flow);
        NetlistProof.Result result = NetlistProof.prove(subject, subject.sources(), flow, LIMIT, damage + "; ");
        assertThat(result.holds()).as("%s", result).isFalse();
        assertThat(result.unproven()).isPositive();
    }

    static Stream<Arguments> damages() {
        // -assert-count: without a cell of that name nothing would be damaged.
        return Stream.of(
                Arguments.of(
                        "reset_sync",
                        SynthesisFlow.ICE40,
                        "select -assert-count 1 c:rst_SB_LUT4_O; setparam -set LUT_INIT 16'h0001 c:rst_SB_LUT4_O"),
                Arguments.of(
                        "row_writer",
                        SynthesisFlow.ECP5,
                        "select -assert-count 1 c:write_valid_TRELLIS_FF_Q;"
                                + " setparam -set LSRMUX \"INV\" c:write_valid_TRELLIS_FF_Q"));
    }

    @Test
    void verilogWithAnotherOperatorIsNotProven() {
        NetlistProof.Subject good = ProvableUnits.of("uart_line", SynthesisFlow.ICE40);
        assertThat(NetlistProof.prove(good, SynthesisFlow.ICE40, LIMIT).holds()).isTrue();
        String file = "bitknit_uart_line.v";
        String text = good.sources().getOrDefault(file, "");
        String worse = text.replace("rx_cycles <= rx_cycles - 16'd1;", "rx_cycles <= rx_cycles + 16'd1;");
        assertThat(worse).isNotEqualTo(text);
        Map<String, String> changed = new HashMap<>(good.sources());
        changed.put(file, worse);
        NetlistProof.Result result = NetlistProof.prove(good, changed, SynthesisFlow.ICE40, LIMIT, "");
        assertThat(result.unproven()).isPositive();
        assertThat(result.holds()).isFalse();
    }

    @Test
    void everyUnitIsProvenOrHasAReason() {
        assertThat(ProvableUnits.names()).doesNotHaveDuplicates();
        for (String unit : ProvableUnits.names()) {
            if (ProvableUnits.reason(unit).isEmpty()) {
                assertThat(ProvableUnits.of(unit, SynthesisFlow.ICE40).sources())
                        .isNotEmpty();
            }
        }
    }
}
