// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.sim.cycle.CycleSimulator;
import io.bitknit.sim.cycle.SimulationResult;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One run of a design in the cycle simulator, on a generated graph; for comparing versions of the simulator. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CycleSimulatorBenchmark {
    private static final long SEED = 2026;

    /** Width of the hidden features. */
    @Param({"2", "4", "8"})
    public int bits;

    /** Terms of an aggregation. */
    @Param({"10000"})
    public int terms;

    private CycleSimulator simulator;

    /** Compiles the generated model. */
    @Setup
    public void compile() {
        simulator = CycleSimulator.prepare(Scheduler.schedule(
                new Lowering(GeneratedModel.of(terms, bits, SEED)).workload("generated"),
                ShapeChoice.of(1, 16, 16, 4, 2, 2)));
    }

    @Benchmark
    public long values() {
        return simulator.runWithoutEvents();
    }

    @Benchmark
    public SimulationResult valuesAndEvents() {
        return simulator.run();
    }
}
