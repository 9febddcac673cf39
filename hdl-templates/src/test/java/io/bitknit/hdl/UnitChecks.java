// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.util.List;
import java.util.stream.Stream;

/**
 * How a unit is checked, as the files of its folder say: {@code <unit>_tb.v.vm} is its bench, unless {@code <unit>.bench}
 * says that the bench of the whole accelerator drives it; {@code <unit>_props.v} are its properties, or
 * {@code <unit>.reason} says why it is simulated only; {@code <unit>.mutants} are mistakes that must be found;
 * {@code <unit>.model} names the class that models its cycles.
 *
 * @param unit folder and contract name
 */
record UnitChecks(String unit) {
    /** Every unit that is emitted: those of accelerators, then those of board shells. */
    static List<UnitChecks> all() {
        return Stream.concat(VerilogEmitter.UNITS.stream(), VerilogEmitter.SHELL_UNITS.stream())
                .map(UnitChecks::new)
                .toList();
    }

    /** Outside of the counted cycles, and so without a cycle model. */
    boolean ofShell() {
        return VerilogEmitter.SHELL_UNITS.contains(unit);
    }

    boolean has(String file) {
        return VerilogEmitter.class.getResource(unit + "/" + file) != null;
    }

    boolean drivenByAccelerator() {
        return has(unit + ".bench");
    }

    boolean ownBench() {
        return has(unit + "_tb.v.vm") && !drivenByAccelerator();
    }

    boolean proven() {
        return has(unit + "_props.v");
    }

    /** A file of one line. */
    String line(String suffix) {
        return VerilogEmitter.resource(unit + "/" + unit + suffix).strip();
    }
}
