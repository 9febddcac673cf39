// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import io.bitknit.sim.event.EventLog;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One session of a simulated accelerator.
 *
 * @param finished whether the whole answer came before the limit of cycles; otherwise the hardware hangs
 * @param problem what is wrong with the files that the bench wrote, empty if nothing is
 * @param cycles of the run command, as the hardware counts them
 * @param clocks clock cycles of the whole session
 * @param sentBytes bytes that the hardware has taken
 * @param answer bytes that it has answered
 * @param events every bank write
 * @param sessionSeconds wall time of the simulation, loading and reading included
 * @param runSeconds wall time of the run command alone
 * @param repeats how often the run command was repeated
 * @param repeatSeconds wall time of the repetitions
 * @param wave waveform, null if none was asked for
 */
public record RtlRun(
        boolean finished,
        String problem,
        long cycles,
        long clocks,
        long sentBytes,
        byte[] answer,
        EventLog events,
        double sessionSeconds,
        double runSeconds,
        long repeats,
        double repeatSeconds,
        @Nullable Path wave) {}
