// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contracts' area against what yosys counted for each unit alone ({@code measured-area.csv}). */
class UnitAreaTest {
    /** Relative error that a contract may have in look-up tables; small units may be off by as many cells. */
    private static final double LUT_BAND = 0.10;

    /** Six-input tables swallow parts of adders, which no simple formula follows. */
    private static final double XILINX_LUT_BAND = 0.15;

    private static final double FF_BAND = 0.04;
    private static final int CELLS = 40;

    static Stream<MeasuredArea> measured() throws Exception {
        return Stream.concat(measured("measured-area.csv"), measured("measured-shell-area.csv"));
    }

    private static Stream<MeasuredArea> measured(String file) throws Exception {
        try (var in = UnitAreaTest.class.getResourceAsStream(file)) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(lines.get(0)).isEqualTo(MeasuredArea.HEADER);
            return lines.stream().skip(1).map(MeasuredArea::parse);
        }
    }

    @ParameterizedTest
    @MethodSource("measured")
    void contractIsWithinItsBand(MeasuredArea m) {
        Resources contract = m.unit().resources(m.flow().family());
        Resources counted = m.counted();
        double lutBand = m.flow() == SynthesisFlow.XILINX7 ? XILINX_LUT_BAND : LUT_BAND;
        assertWithin("tables", m, contract.luts(), counted.luts(), lutBand);
        assertWithin("flip-flops", m, contract.ffs(), counted.ffs(), FF_BAND);
        assertThat(contract.bramBlocks()).as("block RAMs of %s", m.key()).isEqualTo(counted.bramBlocks());
        assertThat(contract.dsps()).as("multipliers of %s", m.key()).isEqualTo(counted.dsps());
    }

    private static void assertWithin(String what, MeasuredArea m, long contract, long counted, double band) {
        assertThat((double) Math.abs(contract - counted))
                .as("%s of %s: contract %d, counted %d", what, m.key(), contract, counted)
                .isLessThanOrEqualTo(Math.max(CELLS, band * counted));
    }

    @Test
    void aLineIsReadAsItWasWritten() throws Exception {
        assertThat(measured())
                .isNotEmpty()
                .allSatisfy(m -> assertThat(MeasuredArea.parse(m.line())).isEqualTo(m));
    }

    @Test
    void blockRamsTakeTheShapeWithTheFewestBlocks() {
        assertThat(new Memory(16, 1000).resources(AreaFamily.ECP5).bramBlocks()).isEqualTo(1);
        assertThat(new Memory(28, 1000).resources(AreaFamily.ECP5).bramBlocks()).isEqualTo(2);
        assertThat(new Memory(260, 1024).resources(AreaFamily.ECP5).bramBlocks())
                .isEqualTo(15);
        assertThat(new Memory(16, 257).resources(AreaFamily.ICE40).bramBlocks()).isEqualTo(2);
        // Two rows of one bit lie side by side in one block.
        assertThat(new Memory(1, 3206).resources(AreaFamily.ICE40).bramBlocks()).isEqualTo(1);
    }
}
