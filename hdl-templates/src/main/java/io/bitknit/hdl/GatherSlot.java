// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Gather lanes of one slot: masked sum of the ports' numbers, and accumulator.
 *
 * @param ports words that come at once
 * @param lanes features of a word
 * @param planes bits of a feature in a word
 * @param shifts shift fields that the accumulators know, a bit each
 * @param accumulatorBits width of a sum
 */
public record GatherSlot(int ports, int lanes, int planes, int shifts, int accumulatorBits) implements Unit {
    public static GatherSlot of(AcceleratorShape s) {
        return new GatherSlot(s.ports(), s.lanes(), s.planes(), s.gatherShifts(), s.accumulatorBits());
    }

    /** Groups of four ports that are added first. */
    int groups() {
        return (ports + 3) / 4;
    }

    /** Width of the sum of four ports' numbers. */
    int partBits() {
        return planes + 2;
    }

    /** Width of the sum of all ports' numbers, wider than a part. */
    int sumBits() {
        return Math.max(partBits() + 1, AcceleratorShape.ceilLog2(ports * ((1 << planes) - 1) + 1));
    }

    @Override
    public String unitName() {
        return "gather_slot";
    }

    /** Bank words to accumulator. */
    @Override
    public int latencyCycles() {
        return 4;
    }

    @Override
    public Growth growth(AreaFamily family) {
        int fours = ports / 4;
        int rest = ports % 4;
        int reached = Math.min(accumulatorBits, reachedBits());
        int partBitsInAll = fours * bitsOf(4) + (rest == 0 ? 0 : bitsOf(rest));
        boolean sixInputs = family == AreaFamily.XILINX7;
        // One shift shares the table that clears; more of them need a multiplexer before the adder.
        Growth growth = new Growth()
                .tables("lanes", lanes)
                .tables("sums of four", lanes * fours)
                .tables("bits of sums of four", lanes * fours * planes)
                .tables("sums of four of two planes", sixInputs && planes == 2 ? lanes * fours : 0)
                .tables("bits of a rest of two", rest == 2 ? lanes * planes : 0)
                .tables("bits of a rest of three", rest == 3 ? lanes * (planes + 1) : 0)
                .tables("bits of a sum of two groups", groups() == 2 ? lanes * reached : 0)
                .tables("bits of a sum of more groups", groups() > 2 ? lanes * reached : 0)
                .tables("bits of further groups", groups() > 2 ? lanes * (partBitsInAll - 2 * bitsOf(4)) : 0)
                .tables("accumulator bits", lanes * accumulatorBits)
                .tables("accumulator bits, one shift", Integer.bitCount(shifts) == 1 ? lanes * accumulatorBits : 0)
                .tables("accumulator bits, two shifts", Integer.bitCount(shifts) == 2 ? lanes * accumulatorBits : 0)
                .tables("accumulator bits, three shifts", Integer.bitCount(shifts) == 3 ? lanes * accumulatorBits : 0)
                .tables("one", 1);
        return growth.ffs("registers", lanes * (ports * planes + partBitsInAll + reached + accumulatorBits) + 3);
    }

    /** Bits of the sum of the groups that are no constant: an adder of two has one more than its operands. */
    private int reachedBits() {
        return switch (groups()) {
            case 1 -> bitsOf(ports);
            case 2 -> bitsOf(4) + 1;
            default -> sumBits();
        };
    }

    /** Bits of the largest sum of so many numbers. */
    private int bitsOf(int numbers) {
        return AcceleratorShape.ceilLog2(numbers * ((1 << planes) - 1) + 1);
    }
}
