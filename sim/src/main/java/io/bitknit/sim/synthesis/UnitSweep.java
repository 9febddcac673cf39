// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import io.bitknit.hdl.MeasuredArea;
import io.bitknit.hdl.Resources;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.hdl.Unit;
import io.bitknit.hdl.UnitSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Counts many random units with the synthesis tool; what is known already is not counted again. */
public final class UnitSweep {
    /** The units without lanes vary less, and all of them are counted at once: one such sample for so many others. */
    private static final int CONTROL_EVERY = 3;

    private static final int SEVERAL_EVERY = 5;

    private UnitSweep() {}

    /** Takes each row as soon as it is measured. */
    @FunctionalInterface
    public interface Rows {
        void add(List<MeasuredArea> rows);
    }

    /** Hears about each sample before it is measured. */
    @FunctionalInterface
    public interface Stages {
        void stage(String name, int done, int total);
    }

    /**
     * Measures.
     *
     * @param seeds samples of each large unit; seeds are 0 to this
     * @param known keys of rows that need no measuring
     */
    public static void run(SynthesisFlow flow, int seeds, Set<String> known, Stages stages, Rows rows) {
        for (int seed = 0; seed < seeds; seed++) {
            for (UnitSample.Kind kind : UnitSample.Kind.values()) {
                if (seed % every(kind) != 0) {
                    continue;
                }
                UnitSample sample =
                        UnitSample.of(kind, seed).without(unit -> known.contains(MeasuredArea.key(unit, flow)));
                if (!known.containsAll(keys(sample, flow))) {
                    stages.stage(kind.name().toLowerCase(Locale.ROOT) + " " + seed, seed, seeds);
                    rows.add(measure(sample, flow));
                }
            }
        }
    }

    private static int every(UnitSample.Kind kind) {
        return switch (kind) {
            case CONTROL -> CONTROL_EVERY;
            case WRITER, SUM, SCALE, MEMORY -> SEVERAL_EVERY;
            default -> 1;
        };
    }

    private static List<String> keys(UnitSample sample, SynthesisFlow flow) {
        return sample.units().values().stream()
                .map(unit -> MeasuredArea.key(unit, flow))
                .toList();
    }

    static List<MeasuredArea> measure(UnitSample sample, SynthesisFlow flow) {
        Map<String, Resources> counted = Yosys.count(sample, flow);
        List<MeasuredArea> rows = new ArrayList<>();
        for (Map.Entry<String, Unit> unit : sample.units().entrySet()) {
            Resources cells = counted.get(unit.getKey());
            if (cells == null) {
                throw new IllegalStateException(
                        "yosys counted no module " + unit.getKey() + ", only " + counted.keySet());
            }
            rows.add(new MeasuredArea(unit.getValue(), flow, cells));
        }
        return rows;
    }
}
