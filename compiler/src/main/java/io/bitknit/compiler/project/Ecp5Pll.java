// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import java.util.Map;
import java.util.Optional;

/**
 * Setting of an ECP5 PLL whose output is its feedback: {@code hz = inputHz * feedback / reference}, and the oscillator runs
 * {@code output} times as fast. The limits are those of the ECP5 sysCLOCK PLL design guide, as {@code ecppll} of trellis
 * applies them.
 *
 * @param hz frequency of the output, a whole number of Hz
 * @param inputHz frequency of the input in Hz
 * @param reference divider of the input
 * @param feedback multiplier
 * @param output divider of the oscillator
 */
record Ecp5Pll(long hz, long inputHz, int reference, int feedback, int output) implements Pll {
    private static final long LEAST_PHASE_HZ = 3_125_000;
    private static final long LEAST_VCO_HZ = 400_000_000;
    private static final long MOST_VCO_HZ = 800_000_000;
    private static final long LEAST_OUTPUT_HZ = 10_000_000;
    private static final int MOST_DIVIDER = 128;

    static Optional<Ecp5Pll> atMost(long inputHz, long mostHz) {
        Ecp5Pll best = null;
        for (int reference = 1; reference <= MOST_DIVIDER && inputHz / reference >= LEAST_PHASE_HZ; reference++) {
            for (int feedback = 1; feedback <= MOST_DIVIDER; feedback++) {
                long hz = inputHz * feedback / reference;
                // the oscillator in the middle of its range
                int output = Math.toIntExact((LEAST_VCO_HZ + MOST_VCO_HZ) / 2 / Math.max(hz, LEAST_OUTPUT_HZ));
                boolean whole = hz * reference == inputHz * feedback;
                boolean runs = output > 0 && hz * output >= LEAST_VCO_HZ && hz * output <= MOST_VCO_HZ;
                if (whole && runs && hz >= LEAST_OUTPUT_HZ && hz <= mostHz && (best == null || hz > best.hz)) {
                    best = new Ecp5Pll(hz, inputHz, reference, feedback, output);
                }
            }
        }
        return Optional.ofNullable(best);
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
                ClockPlan.mhz(hz),
                "reference",
                reference,
                "feedback",
                feedback,
                "output",
                output,
                "phase",
                output / 2);
    }
}
