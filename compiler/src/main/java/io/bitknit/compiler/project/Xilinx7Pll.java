// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Setting of a PLL of the 7 series: {@code hz = inputHz * multiplier / (divider * output)}. Limits: DS181, table of PLL
 * switching characteristics, speed grade -1, which the faster grades contain.
 *
 * @param hz frequency of the output, a whole number of Hz
 * @param inputHz frequency of the input in Hz
 * @param divider divider of the input
 * @param multiplier of the oscillator
 * @param output divider of the oscillator
 */
record Xilinx7Pll(long hz, long inputHz, int divider, int multiplier, int output) implements Pll {
    private static final long LEAST_PHASE_HZ = 19_000_000;
    private static final long MOST_PHASE_HZ = 450_000_000;
    private static final long LEAST_VCO_HZ = 800_000_000;
    private static final long MOST_VCO_HZ = 1_600_000_000;
    private static final int MOST_DIVIDER = 56;
    private static final int MOST_MULTIPLIER = 64;
    private static final int MOST_OUTPUT = 128;

    static Optional<Xilinx7Pll> atMost(long inputHz, long mostHz) {
        Xilinx7Pll best = null;
        for (int divider = 1; divider <= MOST_DIVIDER && inputHz / divider >= LEAST_PHASE_HZ; divider++) {
            for (int multiplier = 2; multiplier <= MOST_MULTIPLIER; multiplier++) {
                long vcoHz = inputHz * multiplier / divider;
                boolean runs = vcoHz >= LEAST_VCO_HZ && vcoHz <= MOST_VCO_HZ && inputHz / divider <= MOST_PHASE_HZ;
                for (int output = 1; output <= MOST_OUTPUT && runs; output++) {
                    long hz = vcoHz / output;
                    boolean whole = hz * output * divider == inputHz * multiplier;
                    if (whole && hz <= mostHz && (best == null || hz > best.hz)) {
                        best = new Xilinx7Pll(hz, inputHz, divider, multiplier, output);
                    }
                }
            }
        }
        return Optional.ofNullable(best);
    }

    @Override
    public String template() {
        return "pll_xilinx7.v.vm";
    }

    @Override
    public Map<String, Object> names() {
        return Map.of(
                "periodNs", String.format(Locale.ROOT, "%.3f", 1e9 / inputHz),
                "divider", divider,
                "multiplier", multiplier,
                "output", output);
    }
}
