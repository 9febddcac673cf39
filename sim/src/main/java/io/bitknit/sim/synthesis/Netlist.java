// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.model.diag.UserException;
import io.bitknit.sim.cosim.ExternalTool;
import io.bitknit.sim.cosim.IcarusSimulator;
import io.bitknit.sim.cosim.RtlSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The accelerator after synthesis: the netlist in Icarus, with the cell models that come with yosys. Those of ECP5 and of
 * the 7 series have no block RAM, so the memories stay as they are in the Verilog there; ECP5 has no hard multiplier either.
 */
public final class Netlist {
    private static final Duration LIMIT = Duration.ofHours(1);
    private static final String FILE = "netlist.v";
    private static final String MEMORY = "bitknit_memory.v";
    private static final Pattern MULTIPLIER = Pattern.compile("^ *MULT18X18D ", Pattern.MULTILINE);

    private Netlist() {}

    /**
     * Synthesizes and builds the simulation, or finds an earlier build of the same text.
     *
     * @param name of the engine in reports
     * @param cache folder that keeps builds; made if missing
     * @throws UserException S-011 if the netlist has a cell that cannot be simulated
     */
    public static RtlSimulator simulator(
            String name, AcceleratorShape shape, Map<String, String> verilog, SynthesisFlow flow, Path cache) {
        boolean wholeMemories = flow == SynthesisFlow.ICE40;
        String top = VerilogEmitter.TOP_MODULE;
        List<String> synthesized = new ArrayList<>(verilog.keySet());
        if (!wholeMemories) {
            synthesized.remove(MEMORY);
        }
        String script = (wholeMemories ? "" : "read_verilog -lib " + MEMORY + "; ")
                + "read_verilog -defer " + String.join(" ", synthesized) + "; "
                + flow.command() + " -top " + top + "; write_verilog -noattr " + FILE;
        // Icarus has no default values of ports, which the models of iCE40 use otherwise.
        List<String> files = new ArrayList<>(List.of("-DNO_ICE40_DEFAULT_ASSIGNMENTS", FILE));
        if (!wholeMemories) {
            files.add(MEMORY);
        }
        Path models = models();
        flow.cellModels().forEach(model -> {
            files.add("-I" + models.resolve(model).getParent());
            files.add(models.resolve(model).toString());
        });
        return IcarusSimulator.ofNetlist(
                name,
                shape,
                verilog,
                List.of(script, Yosys.version()),
                draft -> synthesize(draft, script),
                files,
                cache);
    }

    private static void synthesize(Path folder, String script) {
        Yosys.complete(folder, script, LIMIT);
        try {
            if (MULTIPLIER.matcher(Files.readString(folder.resolve(FILE))).find()) {
                throw new UserException(
                        "S-011",
                        "netlist",
                        "yosys has no model of the multiplier MULT18X18D; compile the design with --multiplier LUT");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The data folder of yosys lies beside its program. */
    private static Path models() {
        try {
            Path program = ExternalTool.YOSYS.require().toRealPath();
            return program.resolve("../../share/yosys").normalize();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
