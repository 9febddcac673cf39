// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import io.bitknit.hdl.Resources;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.hdl.UnitSample;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.model.diag.ToolMissingException;
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
    /** From 128 on, a signal ended a program: ABC, which yosys starts and names, or yosys itself. */
    private static final int SIGNALS = 128;

    private static final Pattern CRASH = Pattern.compile("return code (\\d{1,4})");
    private static final System.Logger LOGGER = System.getLogger(Yosys.class.getName());

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

    /**
     * Runs a script on the files of a folder.
     *
     * @param limit time after which the run is ended and {@link ProcessRun#timedOut}
     * @throws IllegalStateException with what yosys says if it ends with an error: the script and its files are ours
     * @throws ToolMissingException S-012 if yosys or its ABC crashes twice
     */
    static ProcessRun script(Path folder, String script, Duration limit) {
        return script(ExternalTool.YOSYS.require(), folder, script, limit);
    }

    static ProcessRun script(Path yosys, Path folder, String script, Duration limit) {
        List<String> command = List.of(yosys.toString(), "-q", "-p", script);
        ProcessRun run = ProcessRun.run(command, folder, limit);
        if (crashed(run)) {
            // ABC of some packages aborts now and then on files that it takes a thousand times before and after.
            LOGGER.log(System.Logger.Level.WARNING, "yosys crashed and is tried once more: " + said(run));
            run = ProcessRun.run(command, folder, limit);
        }
        if (crashed(run)) {
            throw ToolMissingException.unusable(
                    "S-012",
                    "yosys",
                    "it crashed twice (" + said(run)
                            + "); reinstall it with: apt-get install --reinstall yosys berkeley-abc");
        }
        if (run.exitCode() != 0 && !run.timedOut()) {
            throw new IllegalStateException("yosys does not accept the generated Verilog:\n" + run.output());
        }
        return run;
    }

    /**
     * Runs a {@link #script} that has to come to its end.
     *
     * @throws UserException S-013 if it was ended by its limit
     */
    static void complete(Path folder, String script, Duration limit) {
        complete(ExternalTool.YOSYS.require(), folder, script, limit);
    }

    static void complete(Path yosys, Path folder, String script, Duration limit) {
        if (script(yosys, folder, script, limit).timedOut()) {
            throw new UserException(
                    "S-013", "yosys", "it did not end within " + limit.toMinutes() + " minutes; take a smaller design");
        }
    }

    private static boolean crashed(ProcessRun run) {
        if (run.timedOut() || run.exitCode() == 0) {
            return false;
        }
        Matcher code = CRASH.matcher(run.output());
        return (code.find() ? Integer.parseInt(code.group(1)) : run.exitCode()) >= SIGNALS;
    }

    private static String said(ProcessRun run) {
        return run.output().lines().reduce((before, last) -> last).orElse("exit code " + run.exitCode());
    }

    /** The {@link #sections} of what is counted after a script. */
    private static Map<String, Map<String, Long>> run(Map<String, String> sources, String script) {
        try (TemporaryFolder folder = TemporaryFolder.create("bitknit-synthesis")) {
            TemporaryFolder.write(folder.path(), sources);
            String files = String.join(" ", sources.keySet());
            String whole = "read_verilog -defer " + files + "; " + script + "; tee -q -o " + COUNTS + " stat";
            complete(folder.path(), whole, LIMIT);
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
