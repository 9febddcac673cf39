// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

/**
 * What a design may use of a board's device: capacities times usable shares, rounded down.
 *
 * @param lutUsable look-up tables of the family's size
 * @param ffUsable flip-flops
 * @param bramBlocksUsable block RAMs of {@link Family#bramBlockKbit()}
 * @param bramKbitUsable Kbit (1,024 bits) of those blocks
 * @param dspUsable hard multipliers
 */
public record Budget(long lutUsable, long ffUsable, long bramBlocksUsable, long bramKbitUsable, long dspUsable) {}
