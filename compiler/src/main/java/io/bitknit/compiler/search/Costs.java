// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import io.bitknit.boards.Budget;
import io.bitknit.compiler.estimate.Area;

/**
 * What is compared between two sizes.
 *
 * @param cycles of a run
 * @param areaPercent largest share of the usable tables, flip-flops or multipliers
 * @param memoryPercent share of the usable block RAMs
 */
public record Costs(long cycles, double areaPercent, double memoryPercent) {
    private static final double NONE = 1e6;

    public static Costs of(long cycles, Area area, Budget budget) {
        double logic = Math.max(percent(area.luts(), budget.lutUsable()), percent(area.ffs(), budget.ffUsable()));
        return new Costs(
                cycles,
                Math.max(logic, percent(area.dsps(), budget.dspUsable())),
                percent(area.bramBlocks(), budget.bramBlocksUsable()));
    }

    private static double percent(long needed, long usable) {
        return needed == 0 ? 0 : usable == 0 ? NONE : 100.0 * needed / usable;
    }

    public boolean fits() {
        return areaPercent <= 100 && memoryPercent <= 100;
    }

    /** Whether it is nowhere worse and somewhere better. */
    public boolean beats(Costs other) {
        boolean nowhereWorse =
                cycles <= other.cycles && areaPercent <= other.areaPercent && memoryPercent <= other.memoryPercent;
        return nowhereWorse && !equals(other);
    }
}
