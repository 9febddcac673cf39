// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Setting of an iCE40 PLL with simple feedback, from its oscillator. The limits are those of the iCE40 sysCLOCK PLL design
 * guide, as {@code icepll} of icestorm applies them.
 *
 * @param inputHz frequency of the input in Hz
 * @param pad whether the clock's pin is the PLL's own
 */
record Ice40Pll(long inputHz, PllRange.Dividers dividers, boolean pad) implements Pll {
    private static final PllRange RANGE = new PllRange(
            16,
            128,
            List.of(2, 4, 8, 16, 32, 64),
            false,
            10_000_000,
            133_000_000,
            533_000_000,
            1_066_000_000,
            16_000_000);

    /** Frequencies of the divided input from which the next band of the loop filter holds. */
    private static final List<Integer> FILTER_FROM_MHZ = List.of(17, 26, 44, 66, 101);

    static Optional<Ice40Pll> atMost(long inputHz, long mostHz, boolean pad) {
        return RANGE.atMost(inputHz, mostHz).map(dividers -> new Ice40Pll(inputHz, dividers, pad));
    }

    @Override
    public long hz() {
        return dividers.hz();
    }

    private int filterRange() {
        long phaseHz = inputHz / dividers.divider();
        return 1
                + (int) FILTER_FROM_MHZ.stream()
                        .filter(mhz -> phaseHz >= mhz * 1_000_000L)
                        .count();
    }

    @Override
    public String template() {
        return pad ? "pll_ice40_pad.v.vm" : "pll_ice40_core.v.vm";
    }

    /** The primitive is told its dividers less one, and that of the output as a power of two. */
    @Override
    public Map<String, Object> names() {
        return Map.of(
                "divr",
                dividers.divider() - 1,
                "divf",
                dividers.multiplier() - 1,
                "divq",
                Integer.numberOfTrailingZeros(dividers.output()),
                "filterRange",
                filterRange());
    }
}
