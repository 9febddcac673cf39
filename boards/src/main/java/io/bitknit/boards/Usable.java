// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

/**
 * Shares of a device that a design may fill before it is said to fit, each 1 to 100 percent.
 *
 * @param lutPercent look-up tables
 * @param ffPercent flip-flops
 * @param ramPercent block RAM
 * @param dspPercent hard multipliers
 */
public record Usable(int lutPercent, int ffPercent, int ramPercent, int dspPercent) {
    /** The limits of a board file that states none. */
    public static final Usable DEFAULT = new Usable(70, 50, 80, 80);
}
