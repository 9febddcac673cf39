// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.hdl.AreaConstants;
import io.bitknit.hdl.MeasuredArea;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.model.diag.UserException;
import io.bitknit.sim.synthesis.AreaFit;
import io.bitknit.sim.synthesis.MeasuredUnits;
import io.bitknit.sim.synthesis.UnitSweep;
import io.bitknit.sim.synthesis.Yosys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code characterize}: counts random units with the synthesis tool and fits the contracts' constants. */
@Command(
        name = "characterize",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Synthesize random units with yosys, fit the constants of the area formulas to them, and say what is left.",
            "What the CSV holds is not synthesized again: interrupt it and start it again as you like."
        },
        footer = {"", "Example: bitknit characterize --family ice40 --json fit.json"})
final class CharacterizeCommand implements Runnable {
    private static final int MOST_SAMPLES = 10_000;

    @ParentCommand
    private BitknitCommand root;

    @Option(names = "--family", required = true, paramLabel = "FAMILY", description = "ice40, ecp5 or xilinx7.")
    private String family;

    @Option(
            names = "--samples",
            paramLabel = "N",
            defaultValue = "60",
            description = "Random shapes whose units are counted; default ${DEFAULT-VALUE}.")
    private int samples;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Measured units, read if it is there and written; default characterize-FAMILY.csv.")
    private @Nullable Path csv;

    @Option(
            names = "--constants",
            paramLabel = "FILE",
            description = "Where the fitted constants go, in the form that the contracts read.")
    private @Nullable Path constants;

    @Option(names = "--json", paramLabel = "FILE", description = "The fit as JSON; - for standard output.")
    private @Nullable Path json;

    @Override
    public void run() {
        Console console = root.console();
        SynthesisFlow flow = flow(family);
        if (samples < 1 || samples > MOST_SAMPLES) {
            throw new UserException(
                    "U-001", "--samples", samples + " samples are not possible; use 1 to " + MOST_SAMPLES);
        }
        Path file = csv == null ? Path.of("characterize-" + flow.label() + ".csv") : csv;
        Output.refuseOthers(file, MeasuredArea.HEADER);
        if (constants != null) {
            Output.refuseOthers(constants, AreaConstants.MARK);
        }
        String version = Yosys.version();
        MeasuredUnits units = MeasuredUnits.parse(file.toString(), text(file));
        try (Progress progress = new Progress(console, "characterize")) {
            UnitSweep.run(flow, samples, units.keys(), progress::stage, rows -> {
                units.add(rows);
                Output.file(file, units.text().getBytes(StandardCharsets.UTF_8), MeasuredArea.HEADER);
            });
        }
        AreaFit fit = AreaFit.of(units.of(flow), flow);
        if (constants != null) {
            String comment = AreaConstants.MARK + ", " + version + ", " + flow.command() + ", "
                    + units.of(flow).size() + " measured units";
            Output.file(
                    constants,
                    AreaConstants.text(comment, fit.constants()).getBytes(StandardCharsets.UTF_8),
                    AreaConstants.MARK);
        }
        if (json != null) {
            Output.json(json, facts(fit, flow, version), console);
        }
        if (json == null || !json.toString().equals("-")) {
            print(fit, flow, version, console);
        }
    }

    private static SynthesisFlow flow(String name) {
        return Arrays.stream(SynthesisFlow.values())
                .filter(flow -> flow.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserException(
                        "U-001",
                        "--family",
                        "there is no family '" + name + "'; choose from "
                                + Arrays.stream(SynthesisFlow.values())
                                        .map(SynthesisFlow::label)
                                        .collect(Collectors.joining(", "))));
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void print(AreaFit fit, SynthesisFlow flow, String version, Console console) {
        console.say(flow.label() + ", " + version + ", " + flow.command());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("unit", "samples", "LUT mean %", "LUT worst %", "FF mean %", "FF worst %", "RAM, DSP exact"));
        for (AreaFit.UnitFit unit : fit.units()) {
            rows.add(List.of(
                    unit.unit(),
                    "" + unit.samples(),
                    Text.decimal(unit.tables().meanPercent(), 2),
                    Text.decimal(unit.tables().worstPercent(), 2),
                    Text.decimal(unit.ffs().meanPercent(), 2),
                    Text.decimal(unit.ffs().worstPercent(), 2),
                    "" + unit.blocksRight()));
        }
        console.table(rows);
    }

    private static Map<String, Object> facts(AreaFit fit, SynthesisFlow flow, String version) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("format", "bitknit-fit");
        facts.put("family", flow.label());
        facts.put("tool", version);
        facts.put("flow", flow.command());
        facts.put("units", fit.units().stream().map(CharacterizeCommand::facts).toList());
        return facts;
    }

    private static Map<String, Object> facts(AreaFit.UnitFit unit) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("unit", unit.unit());
        facts.put("samples", unit.samples());
        facts.put("blocksExact", unit.blocksRight());
        facts.put("tables", facts(unit.tables()));
        facts.put("ffs", facts(unit.ffs()));
        return facts;
    }

    private static Map<String, Object> facts(AreaFit.Fitted fitted) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("constants", fitted.constants());
        facts.put("meanPercent", fitted.meanPercent());
        facts.put("worstPercent", fitted.worstPercent());
        facts.put("worst", fitted.worst());
        return facts;
    }
}
