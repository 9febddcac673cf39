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
 * @param outputClasses classes of rows that it writes
 * @param selectBits bits of the bank select that goes along
 * @param multiplier how it multiplies
 */
public record Requantizer(
        int lanes,
        int accumulatorBits,
        int requantShift,
        int exponentMax,
        int biasBits,
        int outputClasses,
        int selectBits,
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
                s.lanes(),
                s.accumulatorBits(),
                s.requantShift(),
                s.exponentMax(),
                s.biasBits(),
                s.outputClasses(),
                Math.max(1, s.bankSelectBits()),
                s.multiplier());
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
    public Growth growth(AreaFamily family) {
        int product = productBits();
        int upper = addendBits() - requantShift + 1;
        int whole = totalBits() - 1 - requantShift;
        int reach = AcceleratorShape.CODE_BITS + exponentMax;
        int exponentBits = AcceleratorShape.ceilLog2(exponentMax + 1);
        int far = Math.max(0, whole - reach);
        boolean inTables = multiplier == AcceleratorShape.Multiplier.LUT;
        boolean hard = !inTables && family != AreaFamily.ICE40;
        // The 7 series adds a whole product in the multiplier.
        boolean absorbed = hard && family == AreaFamily.XILINX7 && termBits() == product;
        int tags = AcceleratorShape.ceilLog2(outputClasses) + selectBits;
        int classFields = 17 + exponentBits;
        Growth growth = new Growth()
                .tables("lanes", lanes)
                .tables("sum bits", lanes * accumulatorBits)
                .tables("addend bits", lanes * upper)
                .tables("total bits", absorbed ? 0 : lanes * totalBits())
                .tables("bits beyond a code", lanes * far)
                .tables("narrowed bits", lanes * (product - termBits()))
                .tables("one exponent bit", exponentBits == 1 ? lanes : 0)
                .tables("two exponent bits", exponentBits == 2 ? lanes : 0)
                .tables("three exponent bits", exponentBits == 3 ? lanes : 0)
                .tables("exponents", lanes * exponentMax)
                .tables("sum bits, multiplied in tables", inTables ? lanes * accumulatorBits : 0)
                .tables("lanes, multiplied in tables", inTables ? lanes : 0)
                .tables("sum bits, soft multiplier", !inTables && !hard ? lanes * accumulatorBits : 0)
                .tables("lanes, soft multiplier", !inTables && !hard ? lanes : 0)
                .tables("two hard multipliers", multipliers(family) > 1 ? lanes : 0)
                .tables("one bit beyond a hard multiplier", multipliers(family) == 1 && beyond(family) == 1 ? lanes : 0)
                .tables("further classes", classFields * (outputClasses - 1))
                .tables("one", 1);
        int registers = accumulatorBits + upper + whole + reach + AcceleratorShape.CODE_BITS;
        growth.ffs("registers", lanes * registers)
                .ffs("lanes", lanes)
                .ffs(
                        "registers of tables",
                        inTables ? lanes * (4 * (accumulatorBits + 4) + 2 * (accumulatorBits + 8) + product) : 0)
                .ffs("lanes, multiplied in tables", inTables ? lanes : 0)
                .ffs("operands", inTables ? 0 : lanes * accumulatorBits)
                .ffs("products", inTables ? 0 : lanes * product)
                .ffs("lanes, multiplied", inTables ? 0 : lanes)
                .ffs("tags", 6 * tags)
                .ffs("addend", upper)
                .ffs("exponent bits", exponentBits)
                .ffs("exponents", exponentMax)
                .ffs("one, multiplied in tables", inTables ? 1 : 0)
                .ffs("one", 1);
        return growth;
    }

    @Override
    public Resources blocks(AreaFamily family) {
        return new Resources(0, 0, 0, (long) lanes * multipliers(family));
    }

    /** Hard multipliers of a lane: one takes 18 bits of a sum, or 25 on the 7 series. */
    private int multipliers(AreaFamily family) {
        if (multiplier == AcceleratorShape.Multiplier.LUT || family == AreaFamily.ICE40) {
            return 0;
        }
        // A single bit too many is multiplied in tables on ECP5, whose multipliers begin at 2 bits.
        int least = family == AreaFamily.ECP5 ? 2 : 1;
        return beyond(family) >= least ? 2 : 1;
    }

    /** Bits of a sum that one hard multiplier does not take. */
    private int beyond(AreaFamily family) {
        return switch (family) {
            case ICE40 -> 0;
            case ECP5 -> Math.max(0, accumulatorBits - 18);
            case XILINX7 -> Math.max(0, accumulatorBits - 25);
        };
    }
}
