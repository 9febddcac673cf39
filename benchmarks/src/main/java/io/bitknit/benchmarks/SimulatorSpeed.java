// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.compiler.DesignFile;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.program.HostScript;
import io.bitknit.model.diag.Diagnostic;
import io.bitknit.sim.cosim.ExternalTool;
import io.bitknit.sim.cosim.HostSession;
import io.bitknit.sim.cosim.RtlRun;
import io.bitknit.sim.cosim.RunOptions;
import io.bitknit.sim.cosim.VerilatorSimulator;
import io.bitknit.sim.cycle.CycleSimulator;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Simulated cycles per second of the cycle simulator and of Verilator: the same design, the same input, one after the
 * other in one run, one thread each.
 */
final class SimulatorSpeed {
    private static final double SECONDS = 5;
    private static final int ROUNDS = 3;

    private SimulatorSpeed() {}

    /** One design on both simulators; cycles per second are medians over the rounds. */
    private record Rates(double cycleSimulator, double withEvents, double verilator) {}

    static String text(List<DesignFile.Content> designs, String command, Path cache) {
        ResultFile page = new ResultFile(
                "Simulated cycles per second",
                command,
                "Cycle simulator against Verilator (-O3, one thread), same design and input, in turns in one run; "
                        + "medians of " + ROUNDS + " rounds of about " + PtqTable.decimal(SECONDS, 0)
                        + " seconds. Verilator executes the run command again and again without recording anything; the "
                        + "cycle simulator computes every sum, code and bank word of every run. With events it lists "
                        + "every bank write and its cycle as well.");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "design",
                "engines x ports x lanes",
                "cycles",
                "Verilator, Mcycle/s",
                "cycle simulator, Mcycle/s",
                "with events, Mcycle/s",
                "ratio",
                "ratio with events"));
        for (DesignFile.Content content : designs) {
            Design design = content.design();
            System.err.println("simulators: " + Diagnostic.printable(design.name()));
            Rates rates = measure(content, cache);
            var shape = design.shape();
            rows.add(List.of(
                    design.name(),
                    shape.engines() + " x " + shape.ports() + " x " + shape.lanes(),
                    Long.toString(design.predictedCycles()),
                    PtqTable.decimal(rates.verilator / 1e6, 3),
                    PtqTable.decimal(rates.cycleSimulator / 1e6, 1),
                    PtqTable.decimal(rates.withEvents / 1e6, 1),
                    PtqTable.decimal(rates.cycleSimulator / rates.verilator, 0),
                    PtqTable.decimal(rates.withEvents / rates.verilator, 0)));
        }
        return page.table(rows)
                .line("Verilator: " + ExternalTool.verilatorVersion() + ". The first values of registers have seed 0.")
                .machine()
                .text();
    }

    private static Rates measure(DesignFile.Content content, Path cache) {
        Design design = content.design();
        VerilatorSimulator verilator = VerilatorSimulator.build(design.shape(), content.verilog(), cache, false);
        ByteArrayOutputStream load = new ByteArrayOutputStream();
        for (HostScript.Section section : HostScript.of(design).sections()) {
            if (section.kind() == HostScript.Kind.LOAD) {
                load.writeBytes(section.bytes());
            }
        }
        HostSession session = HostSession.of(design, load.toByteArray());
        CycleSimulator simulator = CycleSimulator.prepare(design);
        double[] plain = new double[ROUNDS];
        double[] events = new double[ROUNDS];
        double[] rtl = new double[ROUNDS];
        long repeats = 1;
        cycleRate(simulator, false);
        for (int round = -1; round < ROUNDS; round++) {
            RtlRun run = verilator.run(session, RunOptions.benchmark(repeats), design.predictedCycles());
            if (!run.finished() || run.cycles() != design.predictedCycles()) {
                throw new IllegalStateException("simulator speed: Verilator does not agree; run bitknit verify");
            }
            double rate = run.repeats() * design.predictedCycles() / run.repeatSeconds();
            if (round < 0) {
                // The first round only finds out how many repetitions fill the time.
                repeats = Math.max(1, Math.round(SECONDS * rate / design.predictedCycles()));
                continue;
            }
            rtl[round] = rate;
            plain[round] = cycleRate(simulator, false);
            events[round] = cycleRate(simulator, true);
        }
        return new Rates(median(plain), median(events), median(rtl));
    }

    private static double cycleRate(CycleSimulator simulator, boolean withEvents) {
        long start = System.nanoTime();
        long cycles = 0;
        double seconds;
        do {
            cycles += withEvents ? simulator.run().cycles() : simulator.runWithoutEvents();
            seconds = (System.nanoTime() - start) / 1e9;
        } while (seconds < SECONDS);
        return cycles / seconds;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
