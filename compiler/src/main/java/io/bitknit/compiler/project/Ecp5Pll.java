// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Setting of an ECP5 PLL whose output is its feedback. The limits are those of the ECP5 sysCLOCK PLL design guide, as
 * {@code ecppll} of trellis applies them.
 *
 * @param inputHz frequency of the input in Hz
 */
record Ecp5Pll(long inputHz, PllRange.Dividers dividers) implements Pll {
    private static final PllRange RANGE = new PllRange(
            128,
            128,
            IntStream.rangeClosed(1, 128).boxed().toList(),
            true,
            3_125_000,
            400_000_000,
            400_000_000,
            800_000_000,
            10_000_000);

    static Optional<Ecp5Pll> atMost(long inputHz, long mostHz) {
        return RANGE.atMost(inputHz, mostHz).map(dividers -> new Ecp5Pll(inputHz, dividers));
    }

    @Override
    public long hz() {
        return dividers.hz();
    }

    @Override
    public String template() {
        return "pll_ecp5.v.vm";
    }

    @Override
    public Map<String, Object> names() {
        return Map.of(
                "inputMhz",
                ClockPlan.mhz(inputHz),
                "outputMhz",
                ClockPlan.mhz(hz()),
                "reference",
                dividers.divider(),
                "feedback",
                dividers.multiplier(),
                "output",
                dividers.output(),
                "phase",
                dividers.output() / 2);
    }
}
