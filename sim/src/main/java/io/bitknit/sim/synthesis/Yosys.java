// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import io.bitknit.hdl.Resources;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.hdl.UnitSample;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.model.diag.UserException;
import io.bitknit.sim.cosim.ExternalTool;
import io.bitknit.sim.cosim.ProcessRun;
import io.bitknit.sim.cosim.TemporaryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The open synthesis tool: cells of every module of a design, by the settings of {@link SynthesisFlow}. */
public final class Yosys {
    private static final Duration LIMIT = Duration.ofHours(2);
    private static final Pattern VERSION = Pattern.compile("Yosys \\d+\\.\\d+\\S*");
    private static final Pattern MODULE = Pattern.compile("=== (.+) ===");
    private static final Pattern CELL = Pattern.compile("     +(\\S+) +(\\d+)");
    private static final String COUNTS = "counts.txt";

    private Yosys() {}

    /**
     * Name and version, for tables.
     *
     * @throws io.bitknit.model.diag.ToolMissingException if it is not installed
     */
    public static String version() {
        Path yosys = ExternalTool.YOSYS.require();
        ProcessRun run = ProcessRun.run(List.of(yosys.toString(), "-V"), Path.of("."), Duration.ofMinutes(1));
        return version(run.exitCode() == 0 ? run.output() : "");
    }

    /** From what {@code yosys -V} prints. */
    static String version(String output) {
        Matcher matcher = VERSION.matcher(output);
        if (!matcher.find()) {
            throw new UserException("S-010", "yosys", "'yosys -V' does not answer; reinstall it");
        }
        return matcher.group();
    }

    /** What every module of a sample takes by itself, without the modules in it. */
    public static Map<String, Resources> count(UnitSample sample, SynthesisFlow flow) {
        String empty = sample.empty().isEmpty()
                ? ""
                : "hierarchy -top " + sample.top() + "; blackbox "
                        + String.join(" ", sample.empty().stream().sorted().toList()) + "; ";
        Map<String, Resources> counted = new LinkedHashMap<>();
        run(sample.sources(), empty + flow.command() + " -top " + sample.top())
                .forEach((module, cells) -> counted.put(module, resources(cells, flow)));
        return counted;
    }

    /** What a whole accelerator takes, all its modules together. */
    public static Resources total(Map<String, String> verilog, SynthesisFlow flow) {
        return resources(
                run(verilog, flow.command() + " -top " + VerilogEmitter.TOP_MODULE)
                        .getOrDefault("design hierarchy", Map.of()),
                flow);
    }

    /** The {@link #sections} of what is counted after a script. */
    private static Map<String, Map<String, Long>> run(Map<String, String> sources, String script) {
        Path yosys = ExternalTool.YOSYS.require();
        try (TemporaryFolder folder = TemporaryFolder.create("bitknit-synthesis")) {
            TemporaryFolder.write(folder.path(), sources);
            String files = String.join(" ", sources.keySet());
            String whole = "read_verilog -defer " + files + "; " + script + "; tee -q -o " + COUNTS + " stat";
            ProcessRun run = ProcessRun.run(List.of(yosys.toString(), "-q", "-p", whole), folder.path(), LIMIT);
            if (run.exitCode() != 0) {
                throw new IllegalStateException("yosys does not accept the generated Verilog:\n" + run.output());
            }
            return sections(folder.read(COUNTS));
        }
    }

    /** Cells of each module, by type, and of the whole design under {@code design hierarchy}. */
    static Map<String, Map<String, Long>> sections(String statistics) {
        Map<String, Map<String, Long>> sections = new LinkedHashMap<>();
        Map<String, Long> cells = new LinkedHashMap<>();
        boolean counting = false;
        for (String line : statistics.lines().toList()) {
            Matcher module = MODULE.matcher(line.strip());
            if (module.matches()) {
                cells = new LinkedHashMap<>();
                sections.put(module.group(1), cells);
                counting = false;
            } else if (line.strip().startsWith("Number of cells:")) {
                counting = true;
            } else if (counting) {
                Matcher cell = CELL.matcher(line);
                if (cell.matches()) {
                    cells.put(cell.group(1), Long.parseLong(cell.group(2)));
                }
            }
        }
        return sections;
    }

    private static Resources resources(Map<String, Long> cells, SynthesisFlow flow) {
        Resources sum = new Resources(0, 0, 0, 0);
        for (Map.Entry<String, Long> cell : cells.entrySet()) {
            sum = sum.plus(flow.cell(cell.getKey()).times(cell.getValue()));
        }
        return sum;
    }
}
