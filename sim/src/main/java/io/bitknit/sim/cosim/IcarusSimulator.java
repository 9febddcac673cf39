// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import io.bitknit.compiler.design.Design;
import io.bitknit.hdl.AcceleratorShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The Verilog in Icarus, as Verilog-2005 with all warnings as errors. Registers and memories start unknown, which is
 * stricter than random values for data and does not depend on the seed; the seed decides the stalls.
 */
public final class IcarusSimulator implements RtlSimulator {
    private static final String BENCH = "icarus_bench.v";
    private static final String PRELOAD = "bitknit_preload.v";
    private static final int HOST_LOAD_LIMIT_BYTES = 20_000;
    private static final String BINARY = "bitknit.vvp";
    private static final Duration BUILD_LIMIT = Duration.ofMinutes(10);
    private static final Duration RUN_LIMIT = Duration.ofHours(3);

    private final String name;
    private final boolean preloads;
    private final AcceleratorShape shape;
    private final Path folder;
    private final double buildSeconds;

    private IcarusSimulator(String name, boolean preloads, AcceleratorShape shape, Path folder, double buildSeconds) {
        this.name = name;
        this.preloads = preloads;
        this.shape = shape;
        this.folder = folder;
        this.buildSeconds = buildSeconds;
    }

    /**
     * Compiles the Verilog, or finds an earlier build of the same text.
     *
     * @param verilog file name to text; the top module is {@code bitknit_top}
     * @param cache folder that keeps builds; made if missing
     * @throws io.bitknit.model.diag.ToolMissingException if Icarus is missing
     */
    public static IcarusSimulator build(AcceleratorShape shape, Map<String, String> verilog, Path cache) {
        ExternalTool.IVERILOG.require();
        ExternalTool.VVP.require();
        Map<String, String> files = new LinkedHashMap<>(verilog);
        files.put(BENCH, BenchFiles.resource(BENCH));
        files.put(PRELOAD, MemoryPreload.verilog(shape));
        List<String> options =
                new ArrayList<>(List.of("-g2005", "-Wall", "-s", "bitknit_bench", "-s", "bitknit_preload"));
        options.addAll(benchOptions(shape));
        long start = System.nanoTime();
        Path folder = BuildCache.folder(cache, "icarus", files, options, draft -> compile(draft, files, options));
        return new IcarusSimulator("icarus", true, shape, folder, (System.nanoTime() - start) / 1e9);
    }

    /**
     * A netlist in Icarus, with the same bench; memories cannot be filled beside the host link there.
     *
     * @param name of the engine in reports
     * @param sources what the netlist is made from, file name to text
     * @param settings how it is made; with the sources, what an earlier build is found by
     * @param netlist makes the netlist in the folder of the sources
     * @param files the netlist and the models of its cells, names in that folder or whole paths
     * @param cache folder that keeps builds; made if missing
     */
    public static IcarusSimulator ofNetlist(
            String name,
            AcceleratorShape shape,
            Map<String, String> sources,
            List<String> settings,
            Consumer<Path> netlist,
            List<String> files,
            Path cache) {
        ExternalTool.IVERILOG.require();
        ExternalTool.VVP.require();
        Map<String, String> all = new LinkedHashMap<>(sources);
        all.put(BENCH, BenchFiles.resource(BENCH));
        List<String> options = new ArrayList<>(List.of("-g2012", "-s", "bitknit_bench"));
        options.addAll(benchOptions(shape));
        List<String> key = new ArrayList<>(settings);
        key.addAll(options);
        long start = System.nanoTime();
        Path folder = BuildCache.folder(cache, name, all, key, draft -> {
            netlist.accept(draft);
            List<String> command = new ArrayList<>();
            command.add(ExternalTool.IVERILOG.require().toString());
            command.addAll(options);
            command.add(BENCH);
            command.addAll(files);
            ProcessRun run = ProcessRun.run(command, draft, BUILD_LIMIT);
            if (run.exitCode() != 0) {
                throw new IllegalStateException("iverilog does not accept the netlist:\n" + run.output());
            }
        });
        return new IcarusSimulator(name, false, shape, folder, (System.nanoTime() - start) / 1e9);
    }

    private static List<String> benchOptions(AcceleratorShape shape) {
        return List.of(
                "-Pbitknit_bench.WRITERS=" + shape.engines() * shape.slots(),
                "-Pbitknit_bench.SLOTS=" + shape.slots(),
                "-Pbitknit_bench.LANES=" + shape.wordBits(),
                "-Pbitknit_bench.ADDRESS_BITS=" + shape.addressBits(),
                "-o",
                BINARY);
    }

    private static void compile(Path draft, Map<String, String> files, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(ExternalTool.IVERILOG.require().toString());
        command.addAll(options);
        command.addAll(files.keySet());
        ProcessRun run = ProcessRun.run(command, draft, BUILD_LIMIT);
        if (run.exitCode() != 0 || !run.output().isBlank()) {
            throw new IllegalStateException("iverilog does not accept the generated Verilog:\n" + run.output());
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double buildSeconds() {
        return buildSeconds;
    }

    /** Beyond some size the contents of memories are put in place directly: Icarus runs some hundred cycles per second. */
    @Override
    public HostSession session(Design design, byte[] load) {
        return preloads && load.length > HOST_LOAD_LIMIT_BYTES
                ? HostSession.preloaded(design, load)
                : HostSession.of(design, load);
    }

    @Override
    public RtlRun run(HostSession session, RunOptions options, long predictedCycles) {
        try (TemporaryFolder runFolder = TemporaryFolder.create("bitknit-run")) {
            BenchFiles files = new BenchFiles(runFolder.path());
            files.writeInput(session);
            List<String> command = new ArrayList<>(List.of(
                    ExternalTool.VVP.require().toString(),
                    "-n",
                    folder.resolve(BINARY).toString(),
                    "+seed=" + (options.seed() + 1),
                    "+stall=" + options.stallPercent(),
                    "+limit=" + options.limitClocks(session, predictedCycles),
                    "+run_byte=" + session.runByte(),
                    "+run_answer=" + session.runAnswerByte(),
                    "+answer_bytes=" + session.answerBytes()));
            session.preload().keySet().forEach(name -> command.add("+preload_" + name + "."));
            if (options.hasWave()) {
                command.add("+wave_from=" + options.waveFrom());
                command.add("+wave_to=" + options.waveTo());
            }
            ProcessRun process = ProcessRun.run(command, runFolder.path(), RUN_LIMIT);
            if (process.exitCode() != 0 || !process.output().lines().allMatch(line -> line.startsWith("VCD"))) {
                throw new IllegalStateException(
                        "the Icarus simulation ended with code " + process.exitCode() + ": " + process.output());
            }
            return VerilatorSimulator.keepWave(
                    files.read(session, shape.slots(), process.seconds(), options.hasWave()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
