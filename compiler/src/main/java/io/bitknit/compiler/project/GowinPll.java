// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Setting of the PLL of a Gowin GW2A device, whose output is its feedback. Limits: GW2A series data sheet, PLL parameters.
 *
 * @param inputHz frequency of the input in Hz
 */
record GowinPll(long inputHz, PllRange.Dividers dividers) implements Pll {
    private static final PllRange RANGE = new PllRange(
            64,
            64,
            List.of(2, 4, 8, 16, 32, 48, 64, 80, 96, 112, 128),
            true,
            3_000_000,
            500_000_000,
            500_000_000,
            1_250_000_000,
            0);

    static Optional<GowinPll> atMost(long inputHz, long mostHz) {
        return RANGE.atMost(inputHz, mostHz).map(dividers -> new GowinPll(inputHz, dividers));
    }

    @Override
    public long hz() {
        return dividers.hz();
    }

    @Override
    public String template() {
        return "pll_gowin.v.vm";
    }

    @Override
    public Map<String, Object> names() {
        return Map.of(
                "inputMhz",
                ClockPlan.mhz(inputHz),
                "referenceLessOne",
                dividers.divider() - 1,
                "feedbackLessOne",
                dividers.multiplier() - 1,
                "output",
                dividers.output());
    }
}
