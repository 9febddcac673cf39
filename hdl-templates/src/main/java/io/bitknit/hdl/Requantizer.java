// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Requantizers of the lanes of one slot: multiply, add, shift, clamp.
 *
 * @param lanes values at once
 * @param accumulatorBits width of a sum
 * @param requantShift r
 * @param exponentMax largest exponent, a shift beyond r
 * @param biasBits width of a bias
 * @param multiplier how it multiplies
 */
public record Requantizer(
        int lanes,
        int accumulatorBits,
        int requantShift,
        int exponentMax,
        int biasBits,
        AcceleratorShape.Multiplier multiplier)
        implements Unit {
    @Override
    public String unitName() {
        return "requantizer";
    }

    /** Selected sum to code. */
    @Override
    public int latencyCycles() {
        return 6;
    }

    @Override
    public Resources resources(AreaFamily family) {
        int product = accumulatorBits + AcceleratorShape.MULTIPLIER_BITS;
        int total = Math.max(Math.max(product, biasBits), requantShift + 2) + 1;
        int codeSum = Math.max(total - requantShift + 1, AcceleratorShape.CODE_BITS + 1) + 1;
        int exponentBits = AcceleratorShape.ceilLog2(exponentMax + 1);
        double tables = accumulatorBits + total + 2 * codeSum + 2 + 12 + 0.8 * codeSum * exponentBits;
        boolean hard = multiplier == AcceleratorShape.Multiplier.DSP && family != AreaFamily.ICE40;
        // Rows of an array multiplier: one adder of 17 bits for each bit of the sum, and their selection.
        double array = hard ? 0 : 37.0 * (accumulatorBits + 1);
        double ffs = total + 11;
        if (family != AreaFamily.XILINX7 || !hard) {
            // The 7 series keeps operand and product in registers of the multiplier.
            ffs += accumulatorBits + 1 + 2.0 * product;
        }
        if (multiplier == AcceleratorShape.Multiplier.LUT) {
            ffs += 5.45 * accumulatorBits;
        }
        Resources logic = Resources.logic(family, lanes * (tables + array), lanes * ffs);
        long multipliers = hard ? (long) lanes * (accumulatorBits >= 18 ? 2 : 1) : 0;
        return logic.plus(new Resources(0, 0, 0, multipliers));
    }
}
