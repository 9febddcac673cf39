// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

/** The tools that turn Verilog into a bitstream, and the constraints file that they read. */
public enum Flow {
    NEXTPNR_ICE40("nextpnr-ice40", "pcf"),
    NEXTPNR_ECP5("nextpnr-ecp5", "lpf"),
    NEXTPNR_GOWIN("nextpnr-gowin", "cst"),
    VIVADO("vivado", "xdc"),
    /** Verilator or Icarus: nothing is built. */
    SIMULATION("simulation", ""),
    /** Area and cycles only: nothing is built. */
    ESTIMATE_ONLY("estimate-only", "");

    private final String label;
    private final String constraints;

    Flow(String label, String constraints) {
        this.label = label;
        this.constraints = constraints;
    }

    /** The name in a board file. */
    public String label() {
        return label;
    }

    /** Suffix of the constraints file, for example {@code lpf}; empty if the flow reads none. */
    public String constraints() {
        return constraints;
    }
}
