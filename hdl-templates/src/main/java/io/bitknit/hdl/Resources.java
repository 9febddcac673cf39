// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * What a unit or a design takes of a device.
 *
 * @param luts look-up tables of the family's size (4 inputs, or 6 on Xilinx), those of carry chains included
 * @param ffs flip-flops
 * @param bramBlocks block RAMs: 4 Kbit on iCE40, 18 Kbit elsewhere
 * @param dsps hard multipliers
 */
public record Resources(long luts, long ffs, long bramBlocks, long dsps) {
    public Resources plus(Resources other) {
        return new Resources(luts + other.luts, ffs + other.ffs, bramBlocks + other.bramBlocks, dsps + other.dsps);
    }

    public Resources times(long count) {
        return new Resources(luts * count, ffs * count, bramBlocks * count, dsps * count);
    }

    /** What a unit of one size takes: tables as synthesis counts them for each family, flip-flops and block RAMs alike. */
    static Resources fixed(
            AreaFamily family, long ice40Luts, long ecp5Luts, long xilinx7Luts, long ffs, long bramBlocks) {
        long luts = switch (family) {
            case ICE40 -> ice40Luts;
            case ECP5 -> ecp5Luts;
            case XILINX7 -> xilinx7Luts;
        };
        return new Resources(luts, ffs, bramBlocks, 0);
    }
}
