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
    /** Tables per lane for each port, bit of a word, accumulator bit, plane and bit of a multiplexer; worst fits 6, 4 and 14 %. */
    private static final double[][] TABLES = {
        {0.608, 1.659, 1.632, -1.977, 1.695},
        {0.235, 1.962, 1.815, -2.312, 1.631},
        {0.173, 1.432, 0.902, -1.491, 0.897},
    };

    static GatherSlot of(AcceleratorShape s) {
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
    public Resources resources(AreaFamily family) {
        // One shift shares the table that clears; more of them need a multiplexer before the adder.
        int multiplexed = Integer.bitCount(shifts) > 1 ? accumulatorBits : 0;
        double tables = family.tables(TABLES, ports, ports * planes, accumulatorBits, planes, multiplexed);
        int ffs = ports * planes + groups() * partBits() + sumBits() + accumulatorBits;
        return Resources.of(lanes * tables, lanes * ffs + 3.0);
    }
}
