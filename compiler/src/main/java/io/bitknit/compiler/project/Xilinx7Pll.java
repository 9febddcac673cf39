// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Setting of a PLL of the 7 series, whose oscillator is its feedback. Limits: DS181, table of PLL switching
 * characteristics, speed grade -1, which the faster grades contain.
 *
 * @param inputHz frequency of the input in Hz
 */
record Xilinx7Pll(long inputHz, PllRange.Dividers dividers) implements Pll {
    private static final PllRange RANGE = new PllRange(
            56,
            64,
            IntStream.rangeClosed(1, 128).boxed().toList(),
            false,
            19_000_000,
            450_000_000,
            800_000_000,
            1_600_000_000,
            0);

    static Optional<Xilinx7Pll> atMost(long inputHz, long mostHz) {
        return RANGE.atMost(inputHz, mostHz).map(dividers -> new Xilinx7Pll(inputHz, dividers));
    }

    @Override
    public long hz() {
        return dividers.hz();
    }

    @Override
    public String template() {
        return "pll_xilinx7.v.vm";
    }

    @Override
    public Map<String, Object> names() {
        return Map.of(
                "periodNs", String.format(Locale.ROOT, "%.3f", 1e9 / inputHz),
                "divider", dividers.divider(),
                "multiplier", dividers.multiplier(),
                "output", dividers.output());
    }
}
