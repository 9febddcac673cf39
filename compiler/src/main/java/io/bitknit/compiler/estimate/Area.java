// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import java.util.List;

/**
 * Area of an accelerator by unit.
 *
 * @param units in the order of the data's way
 * @param source where the formulas come from
 */
public record Area(List<Unit> units, String source) {
    public Area {
        units = List.copyOf(units);
    }

    /**
     * All instances of one unit together.
     *
     * @param name the unit's name in the Verilog
     * @param count instances
     * @param luts look-up tables of the family's size
     * @param ffs flip-flops
     * @param bramBlocks block RAMs
     * @param dsps hard multipliers
     */
    public record Unit(String name, int count, long luts, long ffs, long bramBlocks, long dsps) {}

    public long luts() {
        return units.stream().mapToLong(Unit::luts).sum();
    }

    public long ffs() {
        return units.stream().mapToLong(Unit::ffs).sum();
    }

    public long bramBlocks() {
        return units.stream().mapToLong(Unit::bramBlocks).sum();
    }

    public long dsps() {
        return units.stream().mapToLong(Unit::dsps).sum();
    }
}
