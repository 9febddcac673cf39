// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.util.List;
import java.util.Optional;

/**
 * How each unit is checked.
 *
 * @param unit folder and contract name
 * @param ownBench whether the folder has a bench; otherwise the bench of the whole accelerator drives the unit
 * @param withoutProof why there are no properties; empty where there are
 */
record UnitChecks(String unit, boolean ownBench, Optional<String> withoutProof) {
    static final List<UnitChecks> ALL = List.of(
            simulated("memory", "an array; nothing to prove beyond the language's own meaning"),
            proven("gather_slot", true),
            proven("dense_unit", true),
            simulated("team_result", "multiplexers and an adder; every select and load is drawn in the bench"),
            simulated("requantizer", "proofs of multipliers take exponential time"),
            proven("row_writer", true),
            proven("sequencer", false),
            new UnitChecks(
                    "phase_controller",
                    false,
                    Optional.of("its start cycles are compared with the contract in every accelerator simulation")),
            new UnitChecks("engine", false, Optional.of("wiring; compared event by event in every simulation")),
            proven("host_link", false),
            new UnitChecks("top", false, Optional.of("wiring; compared event by event in every simulation")));

    private static UnitChecks proven(String unit, boolean ownBench) {
        return new UnitChecks(unit, ownBench, Optional.empty());
    }

    private static UnitChecks simulated(String unit, String reason) {
        return new UnitChecks(unit, true, Optional.of(reason));
    }
}
