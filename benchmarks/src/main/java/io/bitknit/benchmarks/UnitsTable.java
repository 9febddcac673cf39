// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.GatherProbe;
import io.bitknit.hdl.GatherSlot;
import io.bitknit.hdl.Resources;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.hdl.UnitSample;
import io.bitknit.sim.synthesis.Ice40Clock;
import io.bitknit.sim.synthesis.Yosys;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/** What a bit of a term costs in the gather lanes, and the clock that they reach. */
final class UnitsTable {
    private static final int LANES = 4;
    private static final int ACCUMULATOR_BITS = 13;
    private static final int SEEDS = 3;
    private static final int[] PORTS = {4, 8, 16};
    private static final int[] PLANES = {1, 2, 4};
    private static final List<String> HX8K = List.of("--hx8k", "--package", "ct256");
    private static final List<String> UP5K = List.of("--up5k", "--package", "sg48");

    private UnitsTable() {}

    /** @param sizes of the nine sizes, so many, the smallest first */
    static String text(int sizes) {
        ResultFile page = new ResultFile(
                "Cost and clock of the gather lanes",
                "./bitknit benchmark units" + (sizes < PORTS.length * PLANES.length ? " --sizes " + sizes : ""),
                "Look-up tables for each bit of a term, lane and cycle: the tables of a gather slot over ports x planes x "
                        + "lanes. " + LANES + " lanes, accumulators of " + ACCUMULATOR_BITS
                        + " bits that shift by one. Cells by "
                        + Yosys.version() + ", settings of `SynthesisFlow`.");
        page.line("Clock: the slot alone between shift registers, median of " + SEEDS
                + " seeds of nextpnr-ice40. The place-and-route of ECP5 (`nextpnr-ecp5`) and of the 7 series is not part of "
                + "this command.");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "ports",
                "planes",
                "bits per cycle and lane",
                "iCE40 LUT",
                "per bit",
                "ECP5 LUT",
                "per bit",
                "7 series LUT",
                "per bit",
                "HX8K, MHz",
                "UP5K, MHz"));
        for (int ports : PORTS) {
            for (int planes : PLANES) {
                if (rows.size() <= sizes) {
                    System.err.println("units: " + ports + " ports, " + planes + " planes");
                    rows.add(row(ports, planes));
                }
            }
        }
        page.table(rows);
        return page.text();
    }

    private static List<String> row(int ports, int planes) {
        AcceleratorShape shape = GatherProbe.shape(ports, LANES, planes, ACCUMULATOR_BITS);
        GatherSlot slot = GatherSlot.of(shape);
        Map<String, String> probe = GatherProbe.verilog(shape);
        String module = "bitknit_gather_slot";
        UnitSample sample = new UnitSample(
                module, Map.of("slot.v", probe.getOrDefault("slot.v", "")), Set.of(), Map.of(module, slot));
        List<String> row = new ArrayList<>(List.of("" + ports, "" + planes, "" + ports * planes));
        for (SynthesisFlow flow : SynthesisFlow.values()) {
            long luts = Yosys.count(sample, flow).values().stream()
                    .mapToLong(Resources::luts)
                    .sum();
            row.add("" + luts);
            row.add(PtqTable.decimal((double) luts / (ports * planes * LANES), 2));
        }
        row.add(megahertz(probe, HX8K));
        row.add(megahertz(probe, UP5K));
        return row;
    }

    private static String megahertz(Map<String, String> probe, List<String> device) {
        OptionalDouble clock = Ice40Clock.megahertz(probe, GatherProbe.TOP, device, SEEDS);
        return clock.isPresent() ? PtqTable.decimal(clock.getAsDouble(), 0) : "nextpnr-ice40 is not installed";
    }
}
