// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import io.bitknit.boards.Board;
import io.bitknit.boards.Clock;
import io.bitknit.boards.ClockEntry;
import io.bitknit.boards.HostLink;
import io.bitknit.model.diag.UserException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The clock that the accelerator of a project runs at, and where it comes from.
 *
 * @param boardHz clock of the board in Hz
 * @param hz clock of the accelerator in Hz
 * @param pll setting of the PLL between the two; empty where the board's clock is used as it is
 */
record ClockPlan(long boardHz, long hz, Optional<? extends Pll> pll) {
    /**
     * The clock table gives what an engine alone reached on a device with room. A whole board with shell fills the device
     * and reaches less: half of it has been met by every board that was placed.
     */
    private static final int MARGIN = 2;

    /** The processor of a Zynq-class device makes the clock that the project asks for; this one is usual. */
    private static final int PROCESSOR_MHZ = 100;

    private static final long HZ_PER_MHZ = 1_000_000;

    /**
     * @param table clock that the board's table gives for the accelerator; one that nobody measured sets no PLL
     * @param wishMhz clock that the user wants instead
     * @throws UserException P-001 if the board cannot give the clock that is asked for
     */
    static ClockPlan of(Board board, ClockEntry table, OptionalInt wishMhz) {
        Clock clock = board.clocks().get(0);
        if (board.hostLink() == HostLink.AXI) {
            long hz = wishMhz.orElse(PROCESSOR_MHZ) * HZ_PER_MHZ;
            return new ClockPlan(hz, hz, Optional.empty());
        }
        long most = wishMhz.isPresent() ? wishMhz.getAsInt() * HZ_PER_MHZ : knownHz(table);
        Optional<? extends Pll> pll =
                most != clock.hz() ? Pll.atMost(board.device().family(), clock, most) : Optional.empty();
        long hz = pll.isPresent() && (wishMhz.isPresent() || pll.get().hz() > clock.hz())
                ? pll.get().hz()
                : clock.hz();
        if (wishMhz.isPresent() && hz != most) {
            throw new UserException(
                    "P-001",
                    "--clock-mhz",
                    String.format(
                            "the board '%s' gives %s MHz, not %d MHz%s",
                            board.name(),
                            mhz(hz),
                            wishMhz.getAsInt(),
                            pll.isPresent() ? "; the nearest below is " + mhz(hz) + " MHz" : "; leave the option out"));
        }
        return new ClockPlan(clock.hz(), hz, hz == clock.hz() ? Optional.empty() : pll);
    }

    private static long knownHz(ClockEntry table) {
        return table.kind() == ClockEntry.Kind.MEASURED ? table.lowestMhz() * HZ_PER_MHZ / MARGIN : 0;
    }

    /** A frequency in MHz with as many decimals as it needs, at most six. */
    static String mhz(long hz) {
        return java.math.BigDecimal.valueOf(hz, 6).stripTrailingZeros().toPlainString();
    }
}
