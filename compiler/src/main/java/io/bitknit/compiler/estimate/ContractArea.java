// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import io.bitknit.boards.Board;
import io.bitknit.boards.Family;
import io.bitknit.boards.HostLink;
import io.bitknit.hdl.AcceleratorResources;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.AreaFamily;
import io.bitknit.hdl.Resources;
import io.bitknit.hdl.Unit;
import io.bitknit.hdl.VerilogEmitter.Shell;
import java.util.ArrayList;
import java.util.List;

/** Area from the contracts of the hardware units: those of the accelerator, then those of the board's shell. */
public final class ContractArea implements AreaModel {
    /** What joins shell and accelerator, and counts for the light that blinks: {@code bitknit_system}. */
    public static final String SYSTEM = "board_system";

    @Override
    public Area of(AcceleratorShape shape, Board board) {
        AreaFamily family = areaFamily(board.device().family());
        List<Area.Unit> units = new ArrayList<>();
        AcceleratorResources.of(shape, family).parts().forEach(p -> units.add(unit(p.name(), p.count(), p.total())));
        if (board.hostLink() != HostLink.STREAM) {
            Shell shell = board.hostLink() == HostLink.UART ? Shell.UART : Shell.AXI;
            for (Unit unit : shell.contracts()) {
                units.add(unit(unit.unitName(), 1, unit.resources(family)));
            }
            units.add(unit(SYSTEM, 1, system(shell, family)));
        }
        return new Area(units, "contracts of the units, fitted to yosys 0.23 counts of the units alone");
    }

    private static Area.Unit unit(String name, int count, Resources total) {
        return new Area.Unit(name, count, total.luts(), total.ffs(), total.bramBlocks(), total.dsps());
    }

    /** One size for all accelerators, as yosys 0.23 counts the module by itself. */
    private static Resources system(Shell shell, AreaFamily family) {
        boolean uart = shell == Shell.UART;
        return switch (family) {
            case ICE40 -> new Resources(uart ? 33 : 26, uart ? 25 : 24, 0, 0);
            case ECP5 -> new Resources(uart ? 32 : 26, uart ? 25 : 24, 0, 0);
            case XILINX7 -> new Resources(uart ? 6 : 0, uart ? 25 : 24, 0, 0);
        };
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
