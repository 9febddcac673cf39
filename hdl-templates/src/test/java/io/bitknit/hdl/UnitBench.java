// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a unit's own bench in Icarus. */
final class UnitBench {
    private static final int REQUANTIZER_STEPS = 4000;

    private UnitBench() {}

    /** A random shape in which the unit exists. */
    static AcceleratorShape shape(String unit, long seed) {
        long draw = seed;
        AcceleratorShape shape = RandomShape.of(draw);
        while (unit.equals("dense_unit") && !TemplateNames.hasDense(shape)) {
            draw += 1000;
            shape = RandomShape.of(draw);
        }
        return shape;
    }

    /** Last line of the bench: {@code PASS n} with the number of checks, or {@code FAIL ...}. */
    static String run(Path folder, String unit, String template, AcceleratorShape shape, long seed) throws IOException {
        Map<String, Object> names = Map.of(
                "seed", (int) seed, "steps", REQUANTIZER_STEPS, "frameLatencyCycles", new FrameLink().latencyCycles());
        String source = "bitknit_" + unit + ".v";
        String bench = unit + "_tb.v";
        Files.writeString(folder.resolve(source), VerilogEmitter.renderText(unit, template, shape, Map.of()));
        Files.writeString(folder.resolve(bench), VerilogEmitter.render(unit, bench + ".vm", shape, names));
        List<String> arguments =
                new ArrayList<>(List.of("-g2005", "-s", unit + "_tb", "-o", "bench.vvp", source, bench));
        if (unit.equals("frame_link")) {
            // the one unit that has another one inside
            String memory = "bitknit_memory.v";
            Files.writeString(folder.resolve(memory), VerilogEmitter.render("memory", "memory.v.vm", shape, names));
            arguments.add(memory);
        }
        ExternalTool.Outcome build = ExternalTool.IVERILOG.run(folder, arguments);
        assertThat(build.exitCode()).as(build.output()).isZero();
        List<String> lines = ExternalTool.VVP
                .run(folder, List.of("-n", "bench.vvp"))
                .output()
                .lines()
                .toList();
        return lines.isEmpty() ? "FAIL no output" : lines.get(lines.size() - 1);
    }
}
