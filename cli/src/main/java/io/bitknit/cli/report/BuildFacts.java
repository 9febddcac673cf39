// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import io.bitknit.model.format.Limits;
import io.bitknit.model.format.SourceFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What 'make synth' and 'make bitstream' left in the folder {@code out} of a design. */
public final class BuildFacts {
    private static final List<String> BITSTREAMS = List.of("bitknit.bin", "bitknit.bit", "bitknit.fs");

    private BuildFacts() {}

    /**
     * @param design the design's folder
     * @param units predicted area of the accelerator and of its board's shell
     * @return null if nothing was built, or the files are not those of the tools
     */
    public static Report.@Nullable Build of(Path design, List<Report.UnitUse> units) {
        Path out = design.resolve("out");
        JsonNode synthesis = json(out, "synthesis.json");
        JsonNode cells = synthesis.path("design").path("num_cells_by_type");
        if (!cells.isObject()) {
            return null;
        }
        JsonNode placement = json(out, "placement.json");
        Double achievedMhz = null;
        for (Map.Entry<String, JsonNode> clock : placement.path("fmax").properties()) {
            double mhz = clock.getValue().path("achieved").asDouble(0);
            achievedMhz = achievedMhz == null ? mhz : Math.min(achievedMhz, mhz);
        }
        JsonNode logic = placement.path("utilization").path("ICESTORM_LC");
        return new Report.Build(
                synthesis.path("creator").asString("unknown"),
                units.stream().mapToLong(Report.UnitUse::lut).sum(),
                count(cells, "SB_LUT4|LUT[1-6]|SRL16E|SRLC32E")
                        + 2 * count(cells, "CCU2C|RAM32X1D|RAM64X1D")
                        + 4 * count(cells, "TRELLIS_DPR16X4|RAM32M|RAM64M"),
                units.stream().mapToLong(Report.UnitUse::ff).sum(),
                count(cells, "SB_DFF.*|TRELLIS_FF|FD[RSCP]E|DFF.*"),
                count(cells, "SB_RAM40.*|DP16KD|PDPW16KD|RAMB18.*|S?DPX?9?B?"),
                count(cells, "SB_MAC16|MULT18X18D|DSP48E[12]|MULT.*"),
                logic.isObject() ? logic.path("used").asLong() : null,
                logic.isObject() ? logic.path("available").asLong() : null,
                achievedMhz,
                bitstreamBytes(out));
    }

    private static long count(JsonNode cells, String kinds) {
        long count = 0;
        for (Map.Entry<String, JsonNode> cell : cells.properties()) {
            count += cell.getKey().matches(kinds) ? cell.getValue().asLong(0) : 0;
        }
        return count;
    }

    private static @Nullable Long bitstreamBytes(Path out) {
        try {
            for (String name : BITSTREAMS) {
                if (Files.isRegularFile(out.resolve(name))) {
                    return Files.size(out.resolve(name));
                }
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file of a tool; what cannot be read counts as missing, since a build may be under way. */
    private static JsonNode json(Path folder, String name) {
        if (!Files.isRegularFile(folder.resolve(name))) {
            return JsonMapper.shared().createObjectNode();
        }
        byte[] bytes = new SourceFolder(folder).bytes(name, Limits.JSON_BYTES);
        try {
            return JsonMapper.shared().readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (JacksonException e) {
            return JsonMapper.shared().createObjectNode();
        }
    }
}
