// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import io.bitknit.boards.Board;
import io.bitknit.model.diag.UserException;
import java.util.OptionalInt;

/**
 * What a project depends on besides the design.
 *
 * @param board the board
 * @param toolVersion version of the compiler, {@code major.minor.patch}
 * @param baud bits per second of a serial link
 * @param clockMhz clock of the accelerator; empty for one that the board is known to meet
 */
public record ProjectOptions(Board board, String toolVersion, int baud, OptionalInt clockMhz) {
    /** What every serial adapter can do. */
    public static final int USUAL_BAUD = 115_200;

    private static final int LEAST_BIT_CYCLES = 8;
    private static final int MOST_BIT_CYCLES = 65_535;

    /** Receivers sample the last bit 9.5 bits after the first edge; 2 % leave it a third of a bit. */
    private static final double MOST_BAUD_ERROR = 0.02;

    public static ProjectOptions forBoard(Board board, String toolVersion) {
        return new ProjectOptions(board, toolVersion, USUAL_BAUD, OptionalInt.empty());
    }

    /**
     * Clock cycles of a bit.
     *
     * @throws UserException P-002 if the clock cannot make that speed
     */
    int bitCycles(long clockHz) {
        long cycles = Math.round((double) clockHz / baud);
        double error = cycles == 0 ? 1 : Math.abs((double) clockHz / cycles / baud - 1);
        if (cycles < LEAST_BIT_CYCLES || cycles > MOST_BIT_CYCLES || error > MOST_BAUD_ERROR) {
            throw new UserException(
                    "P-002",
                    "--baud",
                    baud + " bits per second cannot be made from " + ClockPlan.mhz(clockHz) + " MHz; use "
                            + "115200, or another speed of 8 to 65535 clock cycles per bit");
        }
        return (int) cycles;
    }

    /** {@code 0.1.0} as 8, 8 and 16 bits, hexadecimal. */
    String packedVersion() {
        String[] parts = toolVersion.split("\\.");
        return String.format(
                "%02X%02X%04X", Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
    }
}
