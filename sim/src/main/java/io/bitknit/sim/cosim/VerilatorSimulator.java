// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import io.bitknit.compiler.design.Design;
import io.bitknit.hdl.AcceleratorShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Verilog in Verilator: one thread, {@code -O3}, every lint finding an error, registers and unknowns random.
 */
public final class VerilatorSimulator implements RtlSimulator {
    private static final String BENCH = "verilator_bench.cpp";
    private static final String BINARY = "bitknit_sim";
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(30);
    private static final Duration RUN_LIMIT = Duration.ofMinutes(60);

    private final AcceleratorShape shape;
    private final Path folder;
    private final double buildSeconds;

    private VerilatorSimulator(AcceleratorShape shape, Path folder, double buildSeconds) {
        this.shape = shape;
        this.folder = folder;
        this.buildSeconds = buildSeconds;
    }

    /**
     * Compiles the Verilog, or finds an earlier build of the same text.
     *
     * @param verilog file name to text; the top module is {@code bitknit_top}
     * @param cache folder that keeps builds; made if missing
     * @param wave whether runs can write waveforms, which takes longer to build and to run
     * @throws io.bitknit.model.diag.ToolMissingException if Verilator, g++ or make is missing
     * @throws io.bitknit.model.diag.UserException if Verilator is older than 5.0
     */
    public static VerilatorSimulator build(
            AcceleratorShape shape, Map<String, String> verilog, Path cache, boolean wave) {
        String version = ExternalTool.verilatorVersion();
        ExternalTool.COMPILER.require();
        ExternalTool.MAKE.require();
        Map<String, String> files = new LinkedHashMap<>(verilog);
        files.put(BENCH, BenchFiles.resource(BENCH));
        List<String> options = options(shape, wave);
        List<String> settings = new ArrayList<>(options);
        settings.add(version);
        long start = System.nanoTime();
        Path folder = BuildCache.folder(cache, "verilator", files, settings, draft -> compile(draft, verilog, options));
        return new VerilatorSimulator(shape, folder, (System.nanoTime() - start) / 1e9);
    }

    private static List<String> options(AcceleratorShape shape, boolean wave) {
        List<String> options = new ArrayList<>(List.of(
                "--cc",
                "--exe",
                "--build",
                "-j",
                "2",
                "-O3",
                "-Wall",
                "--x-initial",
                "unique",
                "--x-assign",
                "unique",
                "--top-module",
                "bitknit_top",
                "--Mdir",
                "build",
                "-MAKEFLAGS",
                "OPT_FAST=-O3 OPT_SLOW=-O1",
                "-CFLAGS",
                "-O3 -DBENCH_WRITERS=" + shape.engines() * shape.slots() + " -DBENCH_SLOTS=" + shape.slots()
                        + " -DBENCH_LANES=" + shape.wordBits() + " -DBENCH_ADDRESS_BITS=" + shape.addressBits()
                        + (wave ? " -DBENCH_WAVE" : "")));
        if (wave) {
            options.add("--trace");
        }
        return options;
    }

    private static void compile(Path draft, Map<String, String> verilog, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(ExternalTool.VERILATOR.require().toString());
        command.addAll(options);
        command.addAll(List.of("-o", "../" + BINARY));
        command.addAll(verilog.keySet());
        command.add(BENCH);
        ProcessRun run = ProcessRun.run(command, draft, BUILD_LIMIT);
        if (run.exitCode() != 0) {
            throw new IllegalStateException("verilator does not accept the generated Verilog"
                    + (run.timedOut() ? " within " + BUILD_LIMIT.toMinutes() + " minutes" : "") + ":\n"
                    + run.output());
        }
        TemporaryFolder.delete(draft.resolve("build"));
    }

    @Override
    public String name() {
        return "verilator";
    }

    @Override
    public double buildSeconds() {
        return buildSeconds;
    }

    @Override
    public HostSession session(Design design, byte[] load) {
        return HostSession.of(design, load);
    }

    @Override
    public RtlRun run(HostSession session, RunOptions options, long predictedCycles) {
        try (TemporaryFolder runFolder = TemporaryFolder.create("bitknit-run")) {
            BenchFiles files = new BenchFiles(runFolder.path());
            files.writeInput(session);
            List<String> command = new ArrayList<>();
            command.add(folder.resolve(BINARY).toString());
            long[] arguments = {
                options.seed(),
                options.stallPercent(),
                options.limitClocks(session, predictedCycles),
                session.runByte(),
                session.runAnswerByte(),
                session.answerBytes(),
                options.repeats(),
                options.recordEvents() ? 1 : 0,
                options.waveFrom(),
                options.waveTo()
            };
            for (long argument : arguments) {
                command.add(Long.toString(argument));
            }
            ProcessRun process = ProcessRun.run(command, runFolder.path(), RUN_LIMIT);
            if (process.exitCode() != 0) {
                throw new IllegalStateException(
                        "the Verilator simulation ended with code " + process.exitCode() + ": " + process.output());
            }
            return keepWave(files.read(session, shape.slots(), process.seconds(), options.hasWave()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RtlRun keepWave(RtlRun run) throws IOException {
        if (run.wave() == null) {
            return run;
        }
        Path kept = Files.createTempFile("bitknit", ".vcd");
        Files.copy(run.wave(), kept, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return new RtlRun(
                run.finished(),
                run.problem(),
                run.cycles(),
                run.clocks(),
                run.sentBytes(),
                run.answer(),
                run.events(),
                run.sessionSeconds(),
                run.runSeconds(),
                run.repeats(),
                run.repeatSeconds(),
                kept);
    }
}
