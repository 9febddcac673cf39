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

    static Requantizer of(AcceleratorShape s) {
        return new Requantizer(
                s.lanes(), s.accumulatorBits(), s.requantShift(), s.exponentMax(), s.biasBits(), s.multiplier());
    }

    /** Signed width of a product. */
    int productBits() {
        return accumulatorBits + AcceleratorShape.MULTIPLIER_BITS;
    }

    /** Signed width of what is added to a product: bias, code offset and rounding. */
    int addendBits() {
        return signedBits(largestAddend());
    }

    /**
     * Signed width in which a product is added. A wider product only has to stay beyond what any addend brings back into
     * the codes: its sign is kept, and the bit below the sign is set to the opposite.
     */
    int termBits() {
        long lowest = 1L << biasBits - 1;
        long codes = 1L << requantShift + exponentMax + AcceleratorShape.CODE_BITS;
        return Math.min(productBits(), 1 + signedBits(Math.max(codes + lowest, largestAddend()) - 1));
    }

    /** Signed width of every term plus every addend. */
    int totalBits() {
        return Math.max(termBits(), addendBits()) + 1;
    }

    /** The largest offset is half of the codes, the largest rounding half of the last place. */
    private long largestAddend() {
        long offsetAndHalf = (1L << AcceleratorShape.CODE_BITS) + 1;
        return (1L << biasBits - 1) - 1 + (offsetAndHalf << requantShift + exponentMax - 1);
    }

    /** Width of the two's complement that holds a number. */
    private static int signedBits(long value) {
        return Long.SIZE + 1 - Long.numberOfLeadingZeros(value < 0 ? ~value : value);
    }

    @Override
    public Resources resources(AreaFamily family) {
        int product = productBits();
        int upper = addendBits() - requantShift + 1;
        int whole = totalBits() - 1 - requantShift;
        int reach = AcceleratorShape.CODE_BITS + exponentMax;
        boolean hard = multiplier == AcceleratorShape.Multiplier.DSP && family != AreaFamily.ICE40;
        double shift = exponentMax < 2 ? 2.0 * exponentMax : 4.6 * exponentMax;
        double tables = accumulatorBits + upper + totalBits() + 11.5 + (product - termBits()) / 3.0 + shift;
        // Nine rows of the width of a sum and their adders; without a choice, one adder for each bit of the sum.
        boolean inTables = multiplier == AcceleratorShape.Multiplier.LUT;
        double soft = inTables ? 20.1 * accumulatorBits + 32 : 37.0 * (accumulatorBits + 2);
        double array = hard ? 0 : soft;
        if (family == AreaFamily.XILINX7) {
            // The 7 series adds a whole product in the multiplier; carry chains leave its larger tables half empty.
            tables -= hard && termBits() == product ? totalBits() : 0;
            tables /= family.tablesPerEcp5Table();
        }
        double ffs = accumulatorBits + upper + whole + reach + AcceleratorShape.CODE_BITS;
        if (inTables) {
            ffs += 4.0 * (accumulatorBits + 4) + 2.0 * (accumulatorBits + 8) + product;
        } else if (family == AreaFamily.XILINX7) {
            // The 7 series keeps one operand and the product in registers of the multiplier.
            ffs += accumulatorBits;
        } else {
            ffs += 2.0 * accumulatorBits + product;
        }
        Resources logic = Resources.logic(family, lanes * (tables + array) + 50, lanes * ffs + 110);
        long multipliers = hard ? (long) lanes * (accumulatorBits >= 18 ? 2 : 1) : 0;
        return logic.plus(new Resources(0, 0, 0, multipliers));
    }
}
