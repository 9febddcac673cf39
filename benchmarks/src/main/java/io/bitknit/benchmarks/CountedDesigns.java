// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.hdl.Resources;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.sim.synthesis.Yosys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What synthesis and simulation of whole accelerators gave, kept in a file: the same Verilog is not synthesized twice by
 * the same tool, so that a benchmark that was interrupted goes on where it was. The key is a digest of the Verilog, of the
 * settings and of the tool's version.
 */
final class CountedDesigns {
    private static final int RESOURCES = 4;

    private final Records areas;
    private final Records cycles;
    private final String version;

    /** @param folder where the records are */
    CountedDesigns(Path folder) {
        areas = new Records(folder.resolve("counted-areas.csv"), RESOURCES);
        cycles = new Records(folder.resolve("counted-cycles.csv"), 1);
        version = Yosys.version();
    }

    Resources of(Map<String, String> verilog, SynthesisFlow flow) {
        double[] counts = areas.get(digest(verilog, version + flow.command()), () -> {
            Resources r = Yosys.total(verilog, flow);
            return new double[] {r.luts(), r.ffs(), r.bramBlocks(), r.dsps()};
        });
        return new Resources((long) counts[0], (long) counts[1], (long) counts[2], (long) counts[3]);
    }

    /** Cycles of a design; the program of an accelerator is not in its Verilog, so its digest is part of the key. */
    long cycles(Map<String, String> verilog, String designDigest, LongSupplier simulation) {
        return (long) cycles.get(digest(verilog, designDigest), () -> new double[] {simulation.getAsLong()})[0];
    }

    private static String digest(Map<String, String> verilog, String settings) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(settings.getBytes(StandardCharsets.UTF_8));
            verilog.forEach((name, text) -> digest.update(text.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256", e);
        }
    }
}
