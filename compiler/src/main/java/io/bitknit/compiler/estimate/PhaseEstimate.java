// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import java.util.List;

/**
 * Cycles of a phase against what its hardware could do at best.
 *
 * @param name the phase's name
 * @param cycles predicted, exact
 * @param rooflineCycles the largest of the limits, rounded up
 * @param bound name of that limit
 * @param limits least cycles by resource, the largest binds
 * @param losses where the other cycles are, largest first
 * @param comment one sentence for people
 */
public record PhaseEstimate(
        String name,
        long cycles,
        long rooflineCycles,
        String bound,
        List<Limit> limits,
        List<Loss> losses,
        String comment) {
    public PhaseEstimate {
        limits = List.copyOf(limits);
        losses = List.copyOf(losses);
    }

    /**
     * What one resource needs if it never waits.
     *
     * @param name for example {@code bank reads}
     */
    public record Limit(String name, double cycles) {}

    /**
     * Cycles lost to one cause.
     *
     * @param cause for example {@code fill and drain}
     */
    public record Loss(String cause, double cycles) {}

    public double rooflineFraction() {
        return cycles == 0 ? 1 : (double) rooflineCycles / cycles;
    }
}
