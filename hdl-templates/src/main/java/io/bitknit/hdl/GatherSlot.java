// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Gather lanes of one slot: masked sum of the ports' numbers, and accumulator.
 *
 * @param ports words that come at once
 * @param lanes features of a word
 * @param planes bits of a feature in a word
 * @param accumulatorBits width of a sum
 */
public record GatherSlot(int ports, int lanes, int planes, int accumulatorBits) implements Unit {
    @Override
    public String unitName() {
        return "gather_slot";
    }

    /** Words to accumulator. */
    @Override
    public int latencyCycles() {
        return 4;
    }

    @Override
    public Resources resources(AreaFamily family) {
        int groups = (ports + 3) / 4;
        int rest = ports % 4;
        int partialBits = ports / 4 * 3 + (rest == 3 ? 2 : rest);
        int sumBits = groups == 1 ? 3 : Math.max(4, AcceleratorShape.ceilLog2(ports + 1));
        double carry = 2.0 * ((accumulatorBits + 1) / 2 + Math.max(0, groups - 2));
        double tables = lanes * (2.75 * ports - 2.3 + 2 * accumulatorBits + carry);
        return Resources.logic(family, tables, lanes * (partialBits + sumBits + (double) accumulatorBits) + 2);
    }
}
