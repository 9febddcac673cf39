// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.hdl.AreaFamily;
import io.bitknit.hdl.Resources;

/**
 * What the shape search may use and what the user has fixed.
 *
 * @param family whose area formulas hold
 * @param usable most of each resource
 * @param engines fixed number, or 0
 * @param ports fixed number, or 0
 * @param lanes fixed number, or 0
 * @param slots fixed number, or 0
 * @param requantGroups fixed number, or 0
 * @param denseUnits fixed number, or 0
 */
public record ShapeLimits(
        AreaFamily family,
        Resources usable,
        int engines,
        int ports,
        int lanes,
        int slots,
        int requantGroups,
        int denseUnits) {
    /** Nothing fixed. */
    public static ShapeLimits of(AreaFamily family, Resources usable) {
        return new ShapeLimits(family, usable, 0, 0, 0, 0, 0, 0);
    }

    boolean allows(ShapeChoice c) {
        return free(engines, c.engines())
                && free(ports, c.ports())
                && free(lanes, c.lanes())
                && free(slots, c.slots())
                && free(requantGroups, c.requantGroups())
                && free(denseUnits, c.denseUnits());
    }

    private static boolean free(int fixed, int value) {
        return fixed == 0 || fixed == value;
    }
}
