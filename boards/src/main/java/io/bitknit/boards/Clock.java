// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

import java.util.Optional;

/**
 * A clock that the board feeds into the device.
 *
 * @param name for example {@code clk25}
 * @param hz frequency in Hz
 * @param pinRole role of its pin in {@link Board#pins()}; empty if it comes from inside, for example from a processor
 * @param pll how a PLL of the device can take it; empty if none is used
 */
public record Clock(String name, long hz, Optional<String> pinRole, Optional<Pll> pll) {
    /** Way from the clock's pin to a PLL. */
    public enum Pll {
        /** The pin is the PLL's own: nothing else may read it. */
        PAD("pad"),
        /** Through the fabric, from any pin. */
        CORE("core");

        private final String label;

        Pll(String label) {
            this.label = label;
        }

        /** The name in a board file. */
        public String label() {
            return label;
        }
    }
}
