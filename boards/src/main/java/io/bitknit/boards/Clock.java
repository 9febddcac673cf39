// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.util.Optional;

/**
 * A clock that the board feeds into the device.
 *
 * @param name for example {@code clk25}
 * @param hz frequency in Hz
 * @param pinRole role of its pin in {@link Board#pins()}; empty if it comes from inside, for example from a processor
 */
public record Clock(String name, long hz, Optional<String> pinRole) {}
