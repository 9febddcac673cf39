// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.util.List;

/**
 * How the open synthesis tool makes cells of the Verilog, and what each cell counts for. Figures, fits, netlist
 * simulations and the build scripts of boards use these settings and no others.
 *
 * <p>The hierarchy is kept: units then add up, equal units are made once, and it costs about one table in a hundred.
 */
public enum SynthesisFlow {
    ICE40(AreaFamily.ICE40, "ice40", "synth_ice40 -noflatten", List.of("ice40/cells_sim.v")),
    ECP5(AreaFamily.ECP5, "ecp5", "synth_ecp5 -nowidelut -noflatten", List.of("ecp5/cells_sim.v")),
    XILINX7(AreaFamily.XILINX7, "xilinx7", "synth_xilinx -family xc7 -noiopad", List.of("xilinx/cells_sim.v"));

    private final AreaFamily family;
    private final String label;
    private final String command;
    private final List<String> cellModels;

    SynthesisFlow(AreaFamily family, String label, String command, List<String> cellModels) {
        this.family = family;
        this.label = label;
        this.command = command;
        this.cellModels = cellModels;
    }

    public AreaFamily family() {
        return family;
    }

    /** Name on the command line and in files. */
    public String label() {
        return label;
    }

    /** The synthesis command of yosys, without the top module. */
    public String command() {
        return command;
    }

    /** Files with the behaviour of the cells, below the data folder of yosys. */
    public List<String> cellModels() {
        return cellModels;
    }

    /** What one cell of a type takes; nothing for what costs no table, register, memory or multiplier of its own. */
    public Resources cell(String type) {
        return switch (this) {
            case ICE40 -> ice40(type);
            case ECP5 -> ecp5(type);
            case XILINX7 -> xilinx7(type);
        };
    }

    private static Resources ice40(String type) {
        if (type.equals("SB_LUT4")) {
            return tables(1);
        }
        if (type.startsWith("SB_DFF")) {
            return new Resources(0, 1, 0, 0);
        }
        if (type.startsWith("SB_RAM40_4K")) {
            return new Resources(0, 0, 1, 0);
        }
        return type.equals("SB_MAC16") ? new Resources(0, 0, 0, 1) : tables(0);
    }

    private static Resources ecp5(String type) {
        return switch (type) {
            case "LUT4" -> tables(1);
            case "CCU2C" -> tables(2);
            case "TRELLIS_DPR16X4" -> tables(4);
            case "TRELLIS_FF" -> new Resources(0, 1, 0, 0);
            case "DP16KD", "PDPW16KD" -> new Resources(0, 0, 1, 0);
            case "MULT18X18D" -> new Resources(0, 0, 0, 1);
            default -> tables(0);
        };
    }

    private static Resources xilinx7(String type) {
        if (type.matches("LUT[1-6]|SRL16E|SRLC32E")) {
            return tables(1);
        }
        if (type.matches("FD[RSCP]E(_1)?")) {
            return new Resources(0, 1, 0, 0);
        }
        return switch (type) {
            case "RAM32M", "RAM64M", "RAM128X1D" -> tables(4);
            case "RAM32X1D", "RAM64X1D" -> tables(2);
            case "RAMB18E1" -> new Resources(0, 0, 1, 0);
            case "RAMB36E1" -> new Resources(0, 0, 2, 0);
            case "DSP48E1" -> new Resources(0, 0, 0, 1);
            default -> tables(0);
        };
    }

    private static Resources tables(int count) {
        return new Resources(count, 0, 0, 0);
    }
}
