// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contracts' area against counts that yosys 0.23 gave for each unit alone ({@code measured-area.csv}). */
class UnitAreaTest {
    /** Relative error that a contract may have, in look-up tables; small units may be off by as many cells. */
    private static final double LUT_BAND = 0.20;

    /** Six-input tables swallow parts of adders, which no simple formula follows. */
    private static final double XILINX_LUT_BAND = 0.32;

    private static final double FF_BAND = 0.12;
    private static final int CELLS = 45;

    record Measured(Unit unit, AreaFamily family, long luts, long ffs, long blocks) {}

    static Stream<Measured> measured() throws Exception {
        return Stream.concat(measured("measured-area.csv"), measured("measured-shell-area.csv"));
    }

    private static Stream<Measured> measured(String file) throws Exception {
        try (var in = UnitAreaTest.class.getResourceAsStream(file)) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.stream().skip(1).map(UnitAreaTest::parse);
        }
    }

    private static Measured parse(String line) {
        String[] f = line.split(",");
        AreaFamily family = switch (f[1]) {
            case "ice40" -> AreaFamily.ICE40;
            case "ecp5" -> AreaFamily.ECP5;
            default -> AreaFamily.XILINX7;
        };
        return new Measured(
                unit(f[0], f[2].split(" ")), family, Long.parseLong(f[3]), Long.parseLong(f[4]), Long.parseLong(f[5]));
    }

    private static Unit unit(String name, String[] p) {
        int[] n = Arrays.stream(p)
                .mapToInt(s -> s.matches("\\d+") ? Integer.parseInt(s) : 0)
                .toArray();
        return switch (name) {
            case "gather_slot" -> new GatherSlot(n[0], n[1], n[2], n[3], n[4]);
            case "team_result" -> new TeamResult(n[0], n[1], n[2], n[3], p[4].equals("true"), p[5].equals("true"));
            case "requantizer" ->
                new Requantizer(n[0], n[1], n[2], n[3], n[4], AcceleratorShape.Multiplier.valueOf(p[5]));
            case "row_writer" -> new RowWriter(n[0], n[1], n[2], n[3], p[4].equals("true"));
            case "dense_unit" -> new DenseUnit(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
            case "sequencer" -> new Sequencer(n[0]);
            case "engine" -> new EngineWiring(n[0], n[1], n[2], n[3], n[4], n[5], n[6]);
            case "phase_controller" -> new PhaseController(n[0], n[1]);
            case "memory" -> new Memory(n[0], n[1]);
            case "host_link" -> new HostLink(n[0]);
            case "top" -> new TopWiring(n[0]);
            case "reset_sync" -> new ResetSync();
            case "identity" -> new Identity();
            case "uart_line" -> new UartLine();
            case "frame_link" -> new FrameLink();
            case "axi_link" -> new AxiLink();
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @MethodSource("measured")
    void contractIsWithinItsBand(Measured m) {
        Resources r = m.unit().resources(m.family());
        boolean upperBound = m.unit() instanceof TeamResult && m.family() == AreaFamily.ICE40;
        long excess = upperBound ? Math.max(0, m.luts() - r.luts()) : Math.abs(r.luts() - m.luts());
        assertThat((double) excess)
                .as("tables of %s on %s: contract %d, measured %d", m.unit(), m.family(), r.luts(), m.luts())
                .isLessThanOrEqualTo(
                        Math.max(CELLS, (m.family() == AreaFamily.XILINX7 ? XILINX_LUT_BAND : LUT_BAND) * m.luts()));
        assertThat((double) Math.abs(r.ffs() - m.ffs()))
                .as("flip-flops of %s on %s: contract %d, measured %d", m.unit(), m.family(), r.ffs(), m.ffs())
                .isLessThanOrEqualTo(Math.max(CELLS, FF_BAND * m.ffs()));
        assertThat(r.bramBlocks())
                .as("block RAMs of %s on %s", m.unit(), m.family())
                .isEqualTo(m.blocks());
    }

    @Test
    void blockRamsTakeTheShapeWithTheFewestBlocks() {
        assertThat(new Memory(16, 1000).resources(AreaFamily.ECP5).bramBlocks()).isEqualTo(1);
        assertThat(new Memory(28, 1000).resources(AreaFamily.ECP5).bramBlocks()).isEqualTo(2);
        assertThat(new Memory(260, 1024).resources(AreaFamily.ECP5).bramBlocks())
                .isEqualTo(15);
        assertThat(new Memory(16, 257).resources(AreaFamily.ICE40).bramBlocks()).isEqualTo(2);
    }
}
