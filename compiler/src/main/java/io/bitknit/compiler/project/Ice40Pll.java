// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.project;

import java.util.Map;
import java.util.Optional;

/**
 * Setting of an iCE40 PLL with simple feedback: {@code hz = inputHz * (divf + 1) / ((divr + 1) * 2^divq)}. The limits are
 * those of the iCE40 sysCLOCK PLL design guide, as {@code icepll} of icestorm applies them.
 *
 * @param hz frequency of the output, a whole number of Hz
 * @param divr divider of the input, less one
 * @param divf multiplier, less one
 * @param divq binary logarithm of the divider of the output
 * @param filterRange band of the loop filter
 * @param pad whether the clock's pin is the PLL's own
 */
record Ice40Pll(long hz, int divr, int divf, int divq, int filterRange, boolean pad) implements Pll {
    private static final long LEAST_PHASE_HZ = 10_000_000;
    private static final long MOST_PHASE_HZ = 133_000_000;
    private static final long LEAST_VCO_HZ = 533_000_000;
    private static final long MOST_VCO_HZ = 1_066_000_000;
    private static final long LEAST_OUTPUT_HZ = 16_000_000;
    private static final int MOST_DIVR = 15;
    private static final int MOST_DIVF = 127;
    private static final int MOST_DIVQ = 6;
    private static final int[] FILTER_ABOVE_MHZ = {17, 26, 44, 66, 101};

    static Optional<Ice40Pll> atMost(long inputHz, long mostHz, boolean pad) {
        Ice40Pll best = null;
        for (int divr = 0; divr <= MOST_DIVR; divr++) {
            long phaseHz = inputHz / (divr + 1);
            if (phaseHz < LEAST_PHASE_HZ || phaseHz > MOST_PHASE_HZ || inputHz % (divr + 1) != 0) {
                continue;
            }
            for (int divf = 0; divf <= MOST_DIVF; divf++) {
                long vcoHz = phaseHz * (divf + 1);
                for (int divq = 1; divq <= MOST_DIVQ && vcoHz >= LEAST_VCO_HZ && vcoHz <= MOST_VCO_HZ; divq++) {
                    long hz = vcoHz >> divq;
                    boolean whole = hz << divq == vcoHz;
                    if (whole && hz >= LEAST_OUTPUT_HZ && hz <= mostHz && (best == null || hz > best.hz)) {
                        best = new Ice40Pll(hz, divr, divf, divq, filterRange(phaseHz), pad);
                    }
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static int filterRange(long phaseHz) {
        int range = 1;
        for (int mhz : FILTER_ABOVE_MHZ) {
            range += phaseHz >= mhz * 1_000_000L ? 1 : 0;
        }
        return range;
    }

    @Override
    public String template() {
        return pad ? "pll_ice40_pad.v.vm" : "pll_ice40_core.v.vm";
    }

    @Override
    public Map<String, Object> names() {
        return Map.of("divr", divr, "divf", divf, "divq", divq, "filterRange", filterRange);
    }
}
