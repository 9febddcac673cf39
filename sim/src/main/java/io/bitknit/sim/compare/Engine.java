// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import io.bitknit.model.diag.UserException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
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
    ICARUS;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
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
