// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import io.bitknit.sim.event.EventLog;

/**
 * What one run of a design does.
 *
 * @param cycles from the run command to the done pulse
 * @param events every bank write
 * @param scores integers of the last tensor, row-major {@code [nodes * classes]}; never mutated
 * @param counters per engine
 */
public record SimulationResult(long cycles, EventLog events, int[] scores, java.util.List<Counters> counters) {
    /**
     * Counters of one engine; their sum is the total of cycles.
     *
     * @param runningCycles cycles with a step that reads
     * @param waitingCycles cycles of IDLE runs
     * @param idleCycles all others
     */
    public record Counters(long runningCycles, long waitingCycles, long idleCycles) {}

    public SimulationResult {
        counters = java.util.List.copyOf(counters);
    }
}
