// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * What the top module has beside its units: read answers, trace, counters.
 *
 * @param engines engines
 */
public record TopWiring(int engines) implements Unit {
    @Override
    public String unitName() {
        return "top";
    }

    @Override
    public int latencyCycles() {
        return 0;
    }

    @Override
    public Resources resources(AreaFamily family) {
        // The larger tables of the 7 series do not help counters and wide selections.
        double packing = family == AreaFamily.XILINX7 ? 1 / family.tablesPerEcp5Table() : 1;
        return Resources.logic(family, packing * (100 + 95.0 * engines), 115);
    }
}
