// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.model.diag.UserException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What can execute a design or its model. */
public enum Engine {
    /** The model's definition in plain integers; has values, but no cycles. */
    REFERENCE,
    /** The Design, fast. */
    CYCLE,
    /** The Design, register by register. */
    TRACE,
    /** The Verilog in Verilator. */
    VERILATOR,
    /** The Verilog in Icarus. */
    ICARUS,
    /** Cells of iCE40 that synthesis made of the Verilog, in Icarus. */
    NETLIST_ICE40,
    /** Cells of ECP5. */
    NETLIST_ECP5,
    /** Cells of the 7 series. */
    NETLIST_XILINX7;

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How the netlist is made, if this is one. */
    public Optional<SynthesisFlow> netlist() {
        return switch (this) {
            case NETLIST_ICE40 -> Optional.of(SynthesisFlow.ICE40);
            case NETLIST_ECP5 -> Optional.of(SynthesisFlow.ECP5);
            case NETLIST_XILINX7 -> Optional.of(SynthesisFlow.XILINX7);
            default -> Optional.empty();
        };
    }

    /** Whether it simulates Verilog, and so runs once per seed. */
    boolean verilog() {
        return this == VERILATOR || this == ICARUS || netlist().isPresent();
    }

    /**
     * Reads a list with commas.
     *
     * @throws UserException if it names an engine that does not exist, or none
     */
    public static Set<Engine> parse(String list) {
        Set<Engine> engines = EnumSet.noneOf(Engine.class);
        for (String part : list.split(",", -1)) {
            engines.add(Arrays.stream(values())
                    .filter(engine -> engine.label().equals(part.strip()))
                    .findFirst()
                    .orElseThrow(() -> new UserException(
                            "S-003",
                            "--engines",
                            "there is no engine '" + part.strip() + "'; choose from "
                                    + Arrays.stream(values()).map(Engine::label).collect(Collectors.joining(", ")))));
        }
        return engines;
    }
}
