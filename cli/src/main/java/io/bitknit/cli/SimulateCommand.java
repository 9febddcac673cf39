// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.compiler.DesignFile;
import io.bitknit.compiler.design.Design;
import io.bitknit.model.diag.UserException;
import io.bitknit.sim.cycle.CycleSimulator;
import io.bitknit.sim.cycle.SimulationResult;
import io.bitknit.sim.trace.TraceSimulator;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code simulate}: the cycle simulator alone, or the stepping one with a waveform. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Run a design in the cycle simulator; with --trace step every cycle and write a waveform.",
        footer = {"", "Example: bitknit simulate cora.design --trace cora.vcd --from 0 --to 200"})
final class SimulateCommand implements Runnable {
    private static final long MOST_TRACED_CYCLES = 10_000_000;

    @ParentCommand
    private BitknitCommand root;

    @Parameters(paramLabel = "DESIGN", description = "Design folder that compile wrote.")
    private Path input;

    @Option(names = "--trace", paramLabel = "FILE.vcd", description = "Step every cycle; write this waveform.")
    private @Nullable Path trace;

    @Option(names = "--from", paramLabel = "CYCLE", defaultValue = "0", description = "First cycle of the waveform.")
    private long from;

    @Option(names = "--to", paramLabel = "CYCLE", description = "Last cycle of the waveform; default: the end.")
    private @Nullable Long to;

    @Option(names = "--json", paramLabel = "FILE", description = "Cycles and counters as JSON; - for standard output.")
    private @Nullable Path json;

    @Override
    public void run() {
        Console console = root.console();
        Design design = DesignFile.read(input).design();
        if (trace != null) {
            trace(design, trace);
            console.say("waveform: " + Text.shown(trace));
            return;
        }
        long start = System.nanoTime();
        CycleSimulator simulator = CycleSimulator.prepare(design);
        SimulationResult result = simulator.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        if (json != null) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("format", "bitknit-simulate");
            facts.put("cycles", result.cycles());
            facts.put("events", result.events().count());
            facts.put("engines", result.counters());
            Output.json(json, facts, console);
            return;
        }
        console.fact("cycles", Text.count(result.cycles()));
        console.fact("words written", Text.count(result.events().count()));
        console.fact("time", Text.decimal(seconds, 3) + " s, preparation included");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("engine", "running", "waiting", "idle"));
        for (int e = 0; e < result.counters().size(); e++) {
            SimulationResult.Counters counters = result.counters().get(e);
            rows.add(List.of(
                    "" + e,
                    Text.count(counters.runningCycles()),
                    Text.count(counters.waitingCycles()),
                    Text.count(counters.idleCycles())));
        }
        console.table(rows);
    }

    private void trace(Design design, Path file) {
        long last = to == null ? design.predictedCycles() : to;
        if (from < 0 || last < from || last - from > MOST_TRACED_CYCLES) {
            throw new UserException(
                    "U-001",
                    "--from, --to",
                    "cycles " + from + " to " + last + " are no window of at most " + MOST_TRACED_CYCLES + " cycles");
        }
        Output.file(file, Output.VCD_MARK, out -> {
            Writer vcd = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            TraceSimulator.trace(design, from, last, vcd);
            vcd.flush();
        });
    }
}
