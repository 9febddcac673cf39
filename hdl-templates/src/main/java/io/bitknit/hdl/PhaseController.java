// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Order of the phases and their registers, one phase ahead.
 *
 * @param lanes lanes with a bias each
 * @param biasBits width of a bias
 */
public record PhaseController(int lanes, int biasBits) implements Unit {
    @Override
    public String unitName() {
        return "phase_controller";
    }

    /** End of the longest engine to the drain counter. */
    @Override
    public int latencyCycles() {
        return AcceleratorShape.PHASE_OVERHEAD_CYCLES;
    }

    @Override
    public Resources resources(AreaFamily family) {
        return Resources.logic(family, 75, 2.0 * lanes * biasBits + 215);
    }
}
