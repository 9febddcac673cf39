// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import io.bitknit.compiler.design.Design;

/** An accelerator that is ready to be simulated, in one of the external simulators. */
public interface RtlSimulator {
    /** Name of the engine in reports. */
    String name();

    /** Wall time of compiling the Verilog; near 0 if an earlier build could be used. */
    double buildSeconds();

    /**
     * The session that this simulator can be asked for.
     *
     * @param load commands of the host link that fill every memory
     */
    HostSession session(Design design, byte[] load);

    /**
     * Simulates one session. A hang ends at a limit of cycles that follows from the prediction.
     *
     * @param predictedCycles cycles of the run command according to the compiler
     */
    RtlRun run(HostSession session, RunOptions options, long predictedCycles);
}
