// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.hdl.Resources;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.sim.synthesis.Yosys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What synthesis and simulation of whole accelerators gave, kept in a file: the same Verilog is not synthesized twice by
 * the same tool, so that a benchmark that was interrupted goes on where it was. The key is a digest of the Verilog, of the
 * settings and of the tool's version.
 */
final class CountedDesigns {
    private final Path file;
    private final String version;
    private final Map<String, long[]> known = new LinkedHashMap<>();

    CountedDesigns(Path file) {
        this.file = file;
        this.version = Yosys.version();
        if (Files.exists(file)) {
            try {
                for (String line : Files.readAllLines(file)) {
                    String[] f = line.split(",");
                    known.put(
                            f[0],
                            Arrays.stream(f).skip(1).mapToLong(Long::parseLong).toArray());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    Resources of(Map<String, String> verilog, SynthesisFlow flow) {
        String key = digest(verilog, version + flow.command());
        long[] counts = known.get(key);
        if (counts == null) {
            Resources r = Yosys.total(verilog, flow);
            counts = keep(key, r.luts(), r.ffs(), r.bramBlocks(), r.dsps());
        }
        return new Resources(counts[0], counts[1], counts[2], counts[3]);
    }

    /** Cycles of a design; the program of an accelerator is not in its Verilog, so its digest is part of the key. */
    long cycles(Map<String, String> verilog, String designDigest, LongSupplier simulation) {
        String key = digest(verilog, designDigest);
        long[] counts = known.get(key);
        return (counts == null ? keep(key, simulation.getAsLong()) : counts)[0];
    }

    private long[] keep(String key, long... counts) {
        StringBuilder line = new StringBuilder(key);
        for (long count : counts) {
            line.append(',').append(count);
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        known.put(key, counts);
        return counts;
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
