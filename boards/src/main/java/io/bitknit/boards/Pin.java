// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.util.Optional;

/**
 * A pin by its role. Directions are the device's: it drives {@code uart_tx} and {@code led0}.
 *
 * @param role {@code clk}, {@code led0} .., {@code uart_tx}, {@code uart_rx} or a name of the board's own
 * @param location ball or pad, for example {@code G2}
 * @param negative the other half of a differential pair
 * @param ioStandard as the flow's constraints name it, for example {@code LVCMOS33}; empty if the flow has none
 * @param activeLow whether 0 means on
 */
public record Pin(
        String role, String location, Optional<String> negative, Optional<String> ioStandard, boolean activeLow) {}
