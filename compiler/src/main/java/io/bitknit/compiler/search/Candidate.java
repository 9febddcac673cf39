// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.search;

import io.bitknit.compiler.schedule.ShapeChoice;

/**
 * A size that the search has looked at.
 *
 * @param cycles predicted; exact if {@code scheduled}
 * @param clockMhz clock that engines of this size have reached
 * @param scheduled whether it was scheduled, or only estimated
 * @param lut look-up tables
 * @param ff flip-flops
 * @param bramBlocks block RAMs
 * @param dsp hard multipliers
 * @param verdict why it was taken or not
 */
public record Candidate(
        ShapeChoice choice,
        long cycles,
        double clockMhz,
        boolean scheduled,
        long lut,
        long ff,
        long bramBlocks,
        long dsp,
        String verdict) {
    public double latencyMicros() {
        return cycles / clockMhz;
    }
}
