// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import io.bitknit.compiler.design.Design;
import io.bitknit.sim.cosim.HostSession;
import io.bitknit.sim.cosim.RtlRun;
import io.bitknit.sim.cosim.RunOptions;
import io.bitknit.sim.cosim.VerilatorSimulator;
import io.bitknit.sim.cycle.CycleSimulator;
import java.nio.file.Path;
import java.util.Map;

/**
 * Speed of the cycle simulator's fast mode and of Verilator on the same design, the same input and the same work: the
 * run command, over and over, nothing recorded.
 *
 * @param cycles simulated cycles of one run
 * @param prepareSeconds resolving the design for the cycle simulator, once
 * @param firstRunSeconds first run of the cycle simulator in this Java machine, not yet compiled
 * @param cycleRuns runs of the cycle simulator that were measured
 * @param cycleSeconds their wall time
 * @param verilatorBuildSeconds compiling the Verilog; near 0 if an earlier build was used
 * @param verilatorRuns runs in Verilator that were measured
 * @param verilatorSeconds their wall time
 */
public record SpeedComparison(
        long cycles,
        double prepareSeconds,
        double firstRunSeconds,
        long cycleRuns,
        double cycleSeconds,
        double verilatorBuildSeconds,
        long verilatorRuns,
        double verilatorSeconds) {

    /** Simulated cycles per second of the cycle simulator. */
    public double cycleRate() {
        return cycles * cycleRuns / cycleSeconds;
    }

    /** Simulated cycles per second of Verilator. */
    public double verilatorRate() {
        return cycles * verilatorRuns / verilatorSeconds;
    }

    /** How many times as fast the cycle simulator is. */
    public double ratio() {
        return cycleRate() / verilatorRate();
    }

    /**
     * Measures both.
     *
     * @param verilog file name to text
     * @param loadBytes commands of the host link that fill every memory
     * @param cacheFolder where builds of simulators are kept
     * @param cycleRuns runs of the cycle simulator; as many again go before, unmeasured
     * @param verilatorRuns runs in Verilator
     */
    public static SpeedComparison measure(
            Design design,
            Map<String, String> verilog,
            byte[] loadBytes,
            Path cacheFolder,
            long cycleRuns,
            long verilatorRuns) {
        VerilatorSimulator verilator = VerilatorSimulator.build(design.shape(), verilog, cacheFolder, false);
        HostSession session = HostSession.of(design, loadBytes);
        RtlRun run = verilator.run(session, RunOptions.benchmark(verilatorRuns), design.predictedCycles());
        if (!run.finished() || run.cycles() != design.predictedCycles() || run.repeats() != verilatorRuns) {
            throw new IllegalStateException("Verilator did not finish its runs in the predicted cycles");
        }
        long start = System.nanoTime();
        CycleSimulator simulator = CycleSimulator.prepare(design);
        double prepare = (System.nanoTime() - start) / 1e9;
        double first = seconds(simulator, 1);
        seconds(simulator, cycleRuns);
        double seconds = seconds(simulator, cycleRuns);
        return new SpeedComparison(
                design.predictedCycles(),
                prepare,
                first,
                cycleRuns,
                seconds,
                verilator.buildSeconds(),
                verilatorRuns,
                run.repeatSeconds());
    }

    private static double seconds(CycleSimulator simulator, long runs) {
        long start = System.nanoTime();
        for (long i = 0; i < runs; i++) {
            simulator.runWithoutEvents();
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
