// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import io.bitknit.boards.Clock;
import io.bitknit.boards.Family;
import java.util.Map;
import java.util.Optional;

/** Setting of the PLL of a device, between the board's clock and the accelerator's. */
sealed interface Pll permits Ice40Pll, Ecp5Pll, GowinPll, Xilinx7Pll {
    /** Frequency of the output, a whole number of Hz. */
    long hz();

    /** Resource that holds its instance in Verilog. */
    String template();

    /** What the template prints, beside the name of the clock that comes in. */
    Map<String, Object> names();

    /**
     * The fastest output of whole Hz that is at most {@code mostHz}; empty if there is none, or the board's clock does
     * not reach a PLL that is known here.
     */
    static Optional<? extends Pll> atMost(Family family, Clock clock, long mostHz) {
        if (clock.pll().isEmpty()) {
            return Optional.empty();
        }
        return switch (family) {
            case ICE40 -> Ice40Pll.atMost(clock.hz(), mostHz, clock.pll().get() == Clock.Pll.PAD);
            case ECP5 -> Ecp5Pll.atMost(clock.hz(), mostHz);
            case GOWIN -> GowinPll.atMost(clock.hz(), mostHz);
            case XILINX7 -> Xilinx7Pll.atMost(clock.hz(), mostHz);
            case ULTRASCALE_PLUS -> Optional.empty();
        };
    }
}
