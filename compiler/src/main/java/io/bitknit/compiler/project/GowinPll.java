// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import java.util.Map;
import java.util.Optional;

/**
 * Setting of the PLL of a Gowin GW2A device: {@code hz = inputHz * feedback / reference}, and the oscillator runs
 * {@code output} times as fast. Limits: GW2A series data sheet, PLL parameters.
 *
 * @param hz frequency of the output, a whole number of Hz
 * @param inputHz frequency of the input in Hz
 * @param reference divider of the input
 * @param feedback multiplier
 * @param output divider of the oscillator
 */
record GowinPll(long hz, long inputHz, int reference, int feedback, int output) implements Pll {
    private static final long LEAST_PHASE_HZ = 3_000_000;
    private static final long LEAST_VCO_HZ = 500_000_000;
    private static final long MOST_VCO_HZ = 1_250_000_000;
    private static final int MOST_DIVIDER = 64;
    private static final int[] OUTPUTS = {2, 4, 8, 16, 32, 48, 64, 80, 96, 112, 128};

    static Optional<GowinPll> atMost(long inputHz, long mostHz) {
        GowinPll best = null;
        for (int reference = 1; reference <= MOST_DIVIDER && inputHz / reference >= LEAST_PHASE_HZ; reference++) {
            for (int feedback = 1; feedback <= MOST_DIVIDER; feedback++) {
                long hz = inputHz * feedback / reference;
                boolean whole = hz * reference == inputHz * feedback;
                for (int output : OUTPUTS) {
                    boolean runs = hz * output >= LEAST_VCO_HZ && hz * output <= MOST_VCO_HZ;
                    if (whole && runs && hz <= mostHz && (best == null || hz > best.hz)) {
                        best = new GowinPll(hz, inputHz, reference, feedback, output);
                    }
                }
            }
        }
        return Optional.ofNullable(best);
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
                reference - 1,
                "feedbackLessOne",
                feedback - 1,
                "output",
                output);
    }
}
