// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import io.bitknit.sim.cosim.HostSession;
import io.bitknit.sim.cosim.RtlRun;
import io.bitknit.sim.cosim.RtlSimulator;
import io.bitknit.sim.cosim.RunOptions;
import io.bitknit.sim.cosim.VerilatorSimulator;
import io.bitknit.sim.trace.TraceSimulator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Waveforms around a difference: of the design, and of the Verilog if it is the Verilog that differs. */
final class DifferenceWaves {
    /** From a step's address to its last write, and some steps before. */
    private static final int BEFORE_CYCLES = 60;

    private static final int AFTER_CYCLES = 10;
    /** Above this, building Verilator again with waveforms would keep the user waiting too long. */
    private static final double REBUILD_LIMIT_SECONDS = 180;

    private final VerifyInput input;
    private final Path folder;

    /** @param folder where the files go */
    DifferenceWaves(VerifyInput input, Path folder) {
        this.input = input;
        this.folder = folder;
    }

    /**
     * Writes what can be shown.
     *
     * @param simulator simulator that differs, null if it is none of the Verilog
     */
    List<Path> write(Difference difference, @Nullable RtlSimulator simulator) {
        long at = difference.cycle() >= 0 ? difference.cycle() : input.design().predictedCycles();
        long from = Math.max(0, at - BEFORE_CYCLES);
        long to = at + AFTER_CYCLES;
        List<Path> files = new ArrayList<>();
        try {
            Files.createDirectories(folder);
            Path design = folder.resolve("difference-design.vcd");
            Path draft = Files.createTempFile(folder, "wave", ".tmp");
            try (BufferedWriter out = Files.newBufferedWriter(draft)) {
                TraceSimulator.trace(input.design(), from, to, out);
            }
            Files.move(draft, design, StandardCopyOption.REPLACE_EXISTING);
            files.add(design);
            if (simulator != null) {
                addVerilog(difference, simulator, from, to, files);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private void addVerilog(Difference difference, RtlSimulator simulator, long from, long to, List<Path> files)
            throws IOException {
        RtlSimulator waving = simulator;
        if (simulator instanceof VerilatorSimulator) {
            if (simulator.buildSeconds() > REBUILD_LIMIT_SECONDS) {
                return;
            }
            waving = VerilatorSimulator.build(input.design().shape(), input.verilog(), input.cacheFolder(), true);
        }
        HostSession session = waving.session(input.design(), input.loadBytes());
        RunOptions options = RunOptions.verify(Math.max(0, difference.seed())).withWave(from, to);
        RtlRun run = waving.run(session, options, input.design().predictedCycles());
        if (run.wave() != null) {
            Path file = folder.resolve("difference-" + simulator.name() + ".vcd");
            Files.move(run.wave(), file, StandardCopyOption.REPLACE_EXISTING);
            files.add(file);
        }
    }
}
