// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.hdl.VerilogEmitter.Shell;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which units' netlists are proven, on an accelerator of a size that the proof ends on, and why others are not. */
public final class ProvableUnits {
    /** Every optional part is there, and every bit of a configuration is used. */
    private static final AcceleratorShape SHAPE = new AcceleratorShape(
            1,
            4,
            2,
            2,
            2,
            1,
            2,
            1,
            2,
            2,
            2,
            true,
            AcceleratorShape.ALL_SHIFTS,
            AcceleratorShape.ALL_SHIFTS,
            8,
            16,
            16,
            16,
            8,
            8,
            2,
            2,
            2,
            4,
            7,
            3,
            8,
            Multiplier.LUT);

    private ProvableUnits() {}

    /** Shape of the units, for the page of results. */
    public static AcceleratorShape shape() {
        return SHAPE;
    }

    /** Names of all units in the order of the data's way, those of board shells last. */
    public static List<String> names() {
        return List.of(
                "host_link",
                "phase_controller",
                "sequencer",
                "gather_slot",
                "dense_unit",
                "team_result",
                "requantizer",
                "row_writer",
                "memory",
                "engine",
                "top",
                "reset_sync",
                "identity",
                "uart_line",
                "frame_link",
                "axi_link");
    }

    /** Why no proof of a unit is tried; nothing if one is. */
    public static Optional<String> reason(String unit) {
        return switch (unit) {
            case "memory" ->
                Optional.of("a block RAM: its state is too large for the induction, and yosys has no model of"
                        + " the block RAMs of ECP5 and the 7 series");
            case "engine", "top" ->
                Optional.of("joins the other units, whose inner states are not paired across instances");
            default -> Optional.empty();
        };
    }

    /** @throws IllegalArgumentException if there is a {@link #reason} against it */
    public static NetlistProof.Subject of(String unit, SynthesisFlow flow) {
        if (reason(unit).isPresent()) {
            throw new IllegalArgumentException(unit);
        }
        Map<String, String> all = new LinkedHashMap<>(VerilogEmitter.emit(SHAPE));
        for (Shell shell : Shell.values()) {
            all.putAll(VerilogEmitter.emit(shell));
        }
        Map<String, String> sources = new LinkedHashMap<>();
        take(unit, all, sources);
        if (unit.equals("frame_link")) {
            take("memory", all, sources);
        }
        // iCE40 has registers that begin at 0 only: those that begin at 1 are stored inverted.
        boolean inverted = unit.equals("reset_sync") && flow == SynthesisFlow.ICE40;
        return new NetlistProof.Subject("bitknit_" + unit, sources, inverted ? List.of("seen") : List.of());
    }

    private static void take(String unit, Map<String, String> from, Map<String, String> to) {
        String file = "bitknit_" + unit + ".v";
        String text = from.get(file);
        if (text == null) {
            throw new IllegalArgumentException("no unit " + unit);
        }
        to.put(file, text);
    }
}
