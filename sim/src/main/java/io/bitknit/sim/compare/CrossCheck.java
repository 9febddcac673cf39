// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import io.bitknit.model.Evaluation;
import io.bitknit.sim.cosim.HostSession;
import io.bitknit.sim.cosim.IcarusSimulator;
import io.bitknit.sim.cosim.RtlRun;
import io.bitknit.sim.cosim.RtlSimulator;
import io.bitknit.sim.cosim.RunOptions;
import io.bitknit.sim.cosim.VerilatorSimulator;
import io.bitknit.sim.cycle.CycleSimulator;
import io.bitknit.sim.cycle.SimulationResult;
import io.bitknit.sim.event.EventLog;
import io.bitknit.sim.reference.ReferenceInterpreter;
import io.bitknit.sim.reference.ReferenceResult;
import io.bitknit.sim.synthesis.Netlist;
import io.bitknit.sim.trace.TraceSimulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the engines that were asked for and compares them: values with the reference, bank writes and their cycles with
 * each other, cycles with the prediction, and what the host reads back with both. Engines run until the first one that
 * differs.
 */
public final class CrossCheck {
    private final VerifyInput input;
    private final Progress progress;
    private final StoredCodes codes;
    private final ValueCheck values;
    private final EventCheck eventCheck;
    private final ReferenceResult reference;
    private final Map<String, VerifyReport.EngineReport> engines = new LinkedHashMap<>();
    private final int stages;
    private int stage;

    private @Nullable Difference difference;
    /** What the other engines are compared with: the first that has bank writes. */
    private @Nullable EventLog baseline;

    private String baselineBy = "";
    private int[] hardwareScores;

    private CrossCheck(VerifyInput input, Progress progress) {
        this.input = input;
        this.progress = progress;
        int perSimulator = input.seeds() + 1;
        this.stages = input.engines().stream()
                .mapToInt(engine -> engine.verilog() ? perSimulator : 1)
                .sum();
        this.codes = new StoredCodes(input.design());
        long start = System.nanoTime();
        next("reference");
        this.reference = ReferenceInterpreter.run(input.model());
        double seconds = seconds(start);
        this.values = new ValueCheck(input.design(), input.model(), reference, codes);
        this.eventCheck = new EventCheck(codes, values);
        this.hardwareScores = reference.scores().q();
        if (has(Engine.REFERENCE)) {
            engines.put("reference", new VerifyReport.EngineReport(-1, -1, 1, 0, seconds, seconds));
        }
    }

    /**
     * Compares. The reference runs in any case, since differences are located with it; its values are compared if it is
     * one of the engines.
     */
    public static VerifyReport verify(VerifyInput input, Progress progress) {
        return new CrossCheck(input, progress).run();
    }

    private VerifyReport run() {
        List<Path> waves = new ArrayList<>();
        if (has(Engine.CYCLE)) {
            cycle();
        }
        if (has(Engine.TRACE) && difference == null) {
            trace();
        }
        @Nullable RtlSimulator differing = null;
        for (Engine engine : Engine.values()) {
            if (engine.verilog() && has(engine) && difference == null) {
                next("building " + engine.label());
                RtlSimulator simulator = build(engine, false);
                simulate(simulator);
                differing = difference == null ? null : simulator;
            }
        }
        Path waveFolder = input.waveFolder();
        if (difference != null && waveFolder != null) {
            waves.addAll(new DifferenceWaves(input, waveFolder).write(difference, differing));
        }
        return new VerifyReport(
                difference == null,
                engines,
                input.design().predictedCycles(),
                input.model().evaluation().accuracyFloatTest(),
                accuracy(hardwareScores),
                difference,
                waves);
    }

    private boolean has(Engine engine) {
        return input.engines().contains(engine);
    }

    private void next(String what) {
        progress.stage(what, stage++, stages);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private void cycle() {
        next("cycle simulator");
        long start = System.nanoTime();
        CycleSimulator simulator = CycleSimulator.prepare(input.design());
        long prepared = System.nanoTime();
        SimulationResult result = simulator.run();
        double seconds = seconds(prepared);
        engines.put(
                "cycle",
                new VerifyReport.EngineReport(result.cycles(), result.events().count(), 1, 0, seconds, seconds(start)));
        compare("cycle", -1, result.cycles(), result.events());
        compareScores("cycle", -1, result.scores());
        hardwareScores = result.scores();
    }

    private void trace() {
        next("trace simulator");
        long start = System.nanoTime();
        TraceSimulator.TraceResult result =
                TraceSimulator.run(input.design(), 2 * input.design().predictedCycles() + 1000);
        engines.put(
                "trace",
                new VerifyReport.EngineReport(
                        result.cycles(), result.events().count(), 1, 0, seconds(start), seconds(start)));
        compare("trace", -1, result.cycles(), result.events());
    }

    private RtlSimulator build(Engine engine, boolean wave) {
        var shape = input.design().shape();
        if (engine.netlist().isPresent()) {
            return Netlist.simulator(
                    engine.label(), shape, input.verilog(), engine.netlist().get(), input.cacheFolder());
        }
        return engine == Engine.VERILATOR
                ? VerilatorSimulator.build(shape, input.verilog(), input.cacheFolder(), wave)
                : IcarusSimulator.build(shape, input.verilog(), input.cacheFolder());
    }

    private void simulate(RtlSimulator simulator) {
        HostSession session = simulator.session(input.design(), input.loadBytes());
        double runSeconds = 0;
        double sessionSeconds = 0;
        for (int seed = 0; seed < input.seeds() && difference == null; seed++) {
            next(simulator.name() + ", seed " + seed);
            RtlRun run = simulator.run(
                    session, RunOptions.verify(seed), input.design().predictedCycles());
            runSeconds += run.runSeconds();
            sessionSeconds += run.sessionSeconds();
            int runs = seed + 1;
            engines.put(
                    simulator.name(),
                    new VerifyReport.EngineReport(
                            run.cycles(),
                            run.events().count(),
                            runs,
                            simulator.buildSeconds(),
                            runSeconds / runs,
                            sessionSeconds / runs));
            compare(simulator.name(), seed, run, session);
        }
    }

    private void compare(String name, long seed, RtlRun run, HostSession session) {
        if (!run.problem().isEmpty()) {
            report(Difference.of(Difference.Kind.UNKNOWN, "design", name, seed, "known values", run.problem()));
        }
        if (run.finished()) {
            compare(name, seed, run.cycles(), run.events());
        } else {
            compareEvents(name, seed, run.events());
            report(Difference.of(
                    Difference.Kind.HANG,
                    "design",
                    name,
                    seed,
                    session.answerBytes() + " bytes of answer",
                    run.answer().length + " bytes after " + run.clocks() + " clock cycles and " + run.sentBytes()
                            + " of " + session.input().length + " bytes of input"));
            return;
        }
        HostSession.Answer answer = session.decode(input.design(), run.answer());
        if (!answer.done()) {
            report(Difference.of(Difference.Kind.HANG, "design", name, seed, "answer D", "another answer"));
        }
        if (session.readsScores()) {
            compareScores(name, seed, answer.scores());
            hardwareScores = answer.scores();
        }
        long counted = answer.counters()[0];
        if (counted != run.cycles()) {
            report(Difference.of(
                    Difference.Kind.COUNTERS, name, "host", seed, run.cycles() + " cycles", counted + " cycles"));
        }
        if (has(Engine.CYCLE)) {
            compareCounters(name, seed, answer.counters());
        }
    }

    private void compareCounters(String name, long seed, long[] counters) {
        List<SimulationResult.Counters> expected =
                CycleSimulator.prepare(input.design()).counters();
        for (int e = 0; e < expected.size(); e++) {
            SimulationResult.Counters c = expected.get(e);
            long[] want = {c.runningCycles(), c.waitingCycles(), c.idleCycles()};
            long[] got = Arrays.copyOfRange(counters, 1 + 3 * e, 4 + 3 * e);
            if (!Arrays.equals(want, got)) {
                report(Difference.of(
                        Difference.Kind.COUNTERS,
                        "cycle",
                        name,
                        seed,
                        "engine " + e + " running, waiting, idle " + Arrays.toString(want),
                        Arrays.toString(got)));
            }
        }
    }

    private void compare(String name, long seed, long cycles, EventLog events) {
        compareEvents(name, seed, events);
        long predicted = input.design().predictedCycles();
        if (cycles != predicted) {
            report(Difference.of(
                    Difference.Kind.CYCLES, "compiler", name, seed, predicted + " cycles", cycles + " cycles"));
        }
    }

    private void compareEvents(String name, long seed, EventLog events) {
        if (baseline == null) {
            baseline = events;
            baselineBy = name;
        } else {
            report(eventCheck.firstDifference(baseline, baselineBy, events, name, seed));
        }
        if (has(Engine.REFERENCE)) {
            report(values.firstDifference(events, name, seed));
        }
    }

    private void compareScores(String name, long seed, int[] scores) {
        int[] expected = reference.scores().q();
        int at = Arrays.mismatch(expected, scores);
        if (at >= 0 && has(Engine.REFERENCE)) {
            int classes = input.design().scores().features();
            var tensor = input.design().scores();
            String layer = input.model()
                    .layers()
                    .get(input.model().layers().size() - 1)
                    .name();
            report(new Difference(
                    Difference.Kind.SCORES,
                    "reference",
                    name,
                    seed,
                    layer,
                    tensor.name(),
                    at / classes,
                    at % classes,
                    -1,
                    tensor.bank()[at / classes],
                    -1,
                    -1,
                    "score " + expected[at],
                    "score " + scores[at]));
        }
    }

    /** Only the first difference counts: later ones follow from it. */
    private void report(@Nullable Difference found) {
        if (difference == null) {
            difference = found;
        }
    }

    private double accuracy(int[] scores) {
        Evaluation evaluation = input.model().evaluation();
        int classes = input.design().scores().features();
        int right = 0;
        for (int node : evaluation.test()) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (scores[node * classes + c] > scores[node * classes + best]) {
                    best = c;
                }
            }
            right += best == evaluation.labels()[node] ? 1 : 0;
        }
        return evaluation.test().length == 0 ? 0 : (double) right / evaluation.test().length;
    }
}
