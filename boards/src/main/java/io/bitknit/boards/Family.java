// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

/** Devices that share look-up tables and block RAM of one kind, and so the same area formulas. */
public enum Family {
    ICE40("ice40", 4, 4),
    ECP5("ecp5", 4, 18),
    GOWIN("gowin", 4, 18),
    XILINX7("xilinx7", 6, 18),
    ULTRASCALE_PLUS("ultrascale-plus", 6, 18);

    private final String label;
    private final int lutInputs;
    private final int bramBlockKbit;

    Family(String label, int lutInputs, int bramBlockKbit) {
        this.label = label;
        this.lutInputs = lutInputs;
        this.bramBlockKbit = bramBlockKbit;
    }

    /** The name in a device file. */
    public String label() {
        return label;
    }

    /** Inputs of a look-up table: 4 or 6. */
    public int lutInputs() {
        return lutInputs;
    }

    /** Kbit (1,024 bits) of a block RAM. A 36 Kbit block of Xilinx counts as two of 18, as it can be used. */
    public int bramBlockKbit() {
        return bramBlockKbit;
    }
}
