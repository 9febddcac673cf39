// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/** Device families with area figures of their own. */
public enum AreaFamily {
    /** 4-input tables, 4 Kbit block RAM of up to 16 bits, no hard multiplier used. */
    ICE40,
    /** 4-input tables, two per carry cell, 18 Kbit block RAM of up to 36 bits, 18 x 18 multipliers. */
    ECP5,
    /** 6-input tables, 18 Kbit block RAM of up to 36 bits, 25 x 18 multipliers. */
    XILINX7
}
