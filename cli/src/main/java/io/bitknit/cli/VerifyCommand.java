// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.compiler.DesignFile;
import io.bitknit.compiler.program.HostScript;
import io.bitknit.model.diag.ToolMissingException;
import io.bitknit.model.diag.UserException;
import io.bitknit.sim.compare.CrossCheck;
import io.bitknit.sim.compare.Difference;
import io.bitknit.sim.compare.Engine;
import io.bitknit.sim.compare.VerifyInput;
import io.bitknit.sim.compare.VerifyReport;
import io.bitknit.sim.cosim.ExternalTool;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code verify}: runs the engines and compares every value and every cycle. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Run several engines on a design and compare every value that is written, and its cycle.",
            "Ends with 0 if all agree and with 1 at the first difference."
        },
        footer = {
            "",
            "Example: bitknit verify cora.design --engines reference,cycle,verilator,icarus --seeds 3 --json verify.json"
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int MOST_SEEDS = 1000;

    @ParentCommand
    private BitknitCommand root;

    @Parameters(paramLabel = "DESIGN", description = "Design folder that compile wrote.")
    private Path input;

    @Option(
            names = "--engines",
            paramLabel = "LIST",
            defaultValue = "reference,cycle,verilator",
            description = {
                "Engines to compare: reference, cycle, trace, verilator, icarus; default ${DEFAULT-VALUE}.",
                "netlist-ice40, netlist-ecp5, netlist-xilinx7: the cells that yosys makes of the Verilog, in Icarus;",
                "minutes for all but small designs."
            })
    private String engines;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "1",
            description = "Runs of each Verilog simulator, each with other first register values and other stalls of "
                    + "the host streams; default 1.")
    private int seeds;

    @Option(
            names = "--waves",
            paramLabel = "FOLDER",
            description = "Where the waveforms around a difference go; default: the design's name with '.difference'.")
    private @Nullable Path waves;

    @Option(names = "--json", paramLabel = "FILE", description = "The result as JSON; - for standard output.")
    private @Nullable Path json;

    @Override
    public Integer call() {
        Console console = root.console();
        Set<Engine> chosen = Engine.parse(engines);
        if (seeds < 1 || seeds > MOST_SEEDS) {
            throw new UserException("U-001", "--seeds", seeds + " runs are not possible; use 1 to " + MOST_SEEDS);
        }
        if (json != null && !json.toString().equals("-")) {
            Output.refuseOthers(json, Output.JSON_MARK);
        }
        DesignFile.Content content = DesignFile.read(input);
        missing(chosen, ExternalTool::isInstalled).ifPresent(missing -> {
            throw missing;
        });
        VerifyReport result = verify(content, chosen, seeds, waves == null ? defaultWaves() : waves, console);
        if (json != null) {
            Output.json(json, facts(content, result, seeds), console);
        }
        if (json == null || !json.toString().equals("-")) {
            print(result, console);
        }
        return result.equal() ? 0 : Failures.USER;
    }

    /** All programs that the engines need and that are not there, before any engine starts. */
    static Optional<ToolMissingException> missing(Set<Engine> engines, Predicate<ExternalTool> installed) {
        Set<ExternalTool> needed = new LinkedHashSet<>();
        if (engines.contains(Engine.VERILATOR)) {
            needed.addAll(List.of(ExternalTool.VERILATOR, ExternalTool.COMPILER, ExternalTool.MAKE));
        }
        boolean netlist = engines.stream().anyMatch(engine -> engine.netlist().isPresent());
        if (netlist) {
            needed.add(ExternalTool.YOSYS);
        }
        if (netlist || engines.contains(Engine.ICARUS)) {
            needed.addAll(List.of(ExternalTool.IVERILOG, ExternalTool.VVP));
        }
        needed.removeIf(installed);
        if (needed.isEmpty()) {
            return Optional.empty();
        }
        String packages =
                needed.stream().map(ExternalTool::packageName).distinct().collect(Collectors.joining(" "));
        return Optional.of(ToolMissingException.of(
                needed.stream().map(ExternalTool::name).toList(), "apt-get install " + packages));
    }

    private Path defaultWaves() {
        String name = input.toAbsolutePath().normalize().getFileName().toString();
        return Path.of(name.replaceFirst("\\.design$", "") + ".difference");
    }

    static VerifyReport verify(
            DesignFile.Content content, Set<Engine> engines, int seeds, @Nullable Path waves, Console console) {
        ByteArrayOutputStream load = new ByteArrayOutputStream();
        for (HostScript.Section section : HostScript.of(content.design()).sections()) {
            if (section.kind() == HostScript.Kind.LOAD) {
                load.writeBytes(section.bytes());
            }
        }
        VerifyInput input = new VerifyInput(
                content.design(),
                content.model(),
                content.verilog(),
                load.toByteArray(),
                engines,
                seeds,
                Folders.simulators(),
                waves);
        try (Progress progress = new Progress(console, "verify")) {
            return CrossCheck.verify(input, progress::stage);
        }
    }

    /** Members of {@code verify.json}. */
    static Map<String, Object> facts(DesignFile.Content content, VerifyReport result, int seeds) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "bitknit-verify");
        facts.put("design", content.design().digest());
        facts.put("seeds", seeds);
        facts.putAll(result.toMap());
        return facts;
    }

    static void print(VerifyReport result, Console console) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("engine", "cycles", "events", "runs", "build s", "simulation s"));
        result.engines()
                .forEach((name, engine) -> rows.add(List.of(
                        name,
                        engine.cycles() < 0 ? "-" : Text.count(engine.cycles()),
                        engine.events() < 0 ? "-" : Text.count(engine.events()),
                        "" + engine.runs(),
                        engine.buildSeconds() == 0 ? "-" : Text.decimal(engine.buildSeconds(), 1),
                        Text.decimal(engine.simSeconds(), 4))));
        console.table(rows);
        console.fact("predicted cycles", Text.count(result.predictedCycles()));
        console.fact(
                "test accuracy",
                Text.percent(result.accuracyHardware()) + " of the hardware's integers, "
                        + Text.percent(result.accuracyFloat()) + " in floating point");
        if (result.equal()) {
            console.say("equal: every value and every cycle");
            return;
        }
        Difference first = result.firstDifference();
        console.say("different: " + (first == null ? "the cycles" : Text.shown(first.describe())));
        result.waveforms().forEach(file -> console.fact("waveform", Text.shown(file)));
    }
}
