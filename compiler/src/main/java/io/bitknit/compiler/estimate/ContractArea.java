// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import io.bitknit.boards.Family;
import io.bitknit.hdl.AcceleratorResources;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.AreaFamily;

/** Area from the contracts of the hardware units. */
public final class ContractArea implements AreaModel {
    @Override
    public Area of(AcceleratorShape shape, Family family) {
        return new Area(
                AcceleratorResources.of(shape, areaFamily(family)).parts().stream()
                        .map(p -> new Area.Unit(
                                p.name(),
                                p.count(),
                                p.total().luts(),
                                p.total().ffs(),
                                p.total().bramBlocks(),
                                p.total().dsps()))
                        .toList(),
                "contracts of the units, fitted to yosys 0.23 counts of the units alone");
    }

    /** Gowin has the tables and block RAM of ECP5, UltraScale+ those of the 7 series, as far as the formulas go. */
    private static AreaFamily areaFamily(Family family) {
        return switch (family) {
            case ICE40 -> AreaFamily.ICE40;
            case ECP5, GOWIN -> AreaFamily.ECP5;
            case XILINX7, ULTRASCALE_PLUS -> AreaFamily.XILINX7;
        };
    }
}
