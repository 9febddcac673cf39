// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.compiler.program.HostScript;
import io.bitknit.hdl.AcceleratorResources;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.Resources;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.sim.compare.CrossCheck;
import io.bitknit.sim.compare.Engine;
import io.bitknit.sim.compare.VerifyInput;
import io.bitknit.sim.compare.VerifyReport;
import io.bitknit.sim.synthesis.Yosys;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** Error of the estimates on whole accelerators that the fit has not seen: tables, flip-flops, memories, cycles. */
final class EstimatesTable {
    private final HeldOutDesigns designs;
    private final CountedDesigns counted;
    private final Path simulators;

    EstimatesTable(HeldOutDesigns designs, CountedDesigns counted, Path simulators) {
        this.designs = designs;
        this.counted = counted;
        this.simulators = simulators;
    }

    /** One design: predicted and counted resources of each family. */
    private record Row(
            HeldOutDesigns.HeldOut heldOut,
            long simulatedCycles,
            Map<SynthesisFlow, Resources> predictedByFlow,
            Map<SynthesisFlow, Resources> measuredByFlow) {
        Resources predicted(SynthesisFlow flow) {
            return Objects.requireNonNull(predictedByFlow.get(flow));
        }

        Resources measured(SynthesisFlow flow) {
            return Objects.requireNonNull(measuredByFlow.get(flow));
        }

        /** Relative error in percent. */
        double error(SynthesisFlow flow, ToLongFunction<Resources> of) {
            long measuredCount = of.applyAsLong(measured(flow));
            return 100.0 * (of.applyAsLong(predicted(flow)) - measuredCount) / Math.max(1, measuredCount);
        }

        boolean same(SynthesisFlow flow, ToLongFunction<Resources> of) {
            return of.applyAsLong(predicted(flow)) == of.applyAsLong(measured(flow));
        }
    }

    String text(int count) {
        List<Row> rows = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            rows.add(row(number, count));
        }
        ResultFile page = new ResultFile(
                "Estimates against synthesis",
                "./bitknit benchmark estimates --designs " + count,
                "Whole accelerators that the fit of the area formulas has not seen: random sizes, compiled for the karate "
                        + "club, for parts of Cora and for generated graphs, at random widths. Cells are those that "
                        + Yosys.version() + " makes, with the settings of `SynthesisFlow`: the hierarchy is kept.");
        page.line("## Errors");
        page.line(
                "Relative errors of tables and flip-flops in percent of what was counted; block RAMs, multipliers and "
                        + "cycles: designs that are exact. Cycles are compared with the cycle simulator and with the Verilog in "
                        + "Icarus, value by value.");
        page.table(summary(rows));
        page.line("## Designs");
        page.line("Predicted / counted.");
        page.table(details(rows));
        return page.text();
    }

    private Row row(int number, int count) {
        HeldOutDesigns.HeldOut heldOut = designs.of(number);
        AcceleratorShape shape = heldOut.design().shape();
        Map<String, String> verilog = VerilogEmitter.emit(shape);
        Map<SynthesisFlow, Resources> predicted = new EnumMap<>(SynthesisFlow.class);
        Map<SynthesisFlow, Resources> measured = new EnumMap<>(SynthesisFlow.class);
        for (SynthesisFlow flow : SynthesisFlow.values()) {
            System.err.println("estimates: " + (number + 1) + "/" + count + " " + heldOut.name() + ", " + flow.label());
            predicted.put(flow, AcceleratorResources.of(shape, flow.family()).total());
            measured.put(flow, counted.of(verilog, flow));
        }
        long cycles = counted.cycles(verilog, heldOut.design().digest(), () -> simulated(heldOut, verilog));
        return new Row(heldOut, cycles, predicted, measured);
    }

    /** Cycles of the Verilog, if every value and the other simulators agree; else -1. */
    private long simulated(HeldOutDesigns.HeldOut heldOut, Map<String, String> verilog) {
        ByteArrayOutputStream load = new ByteArrayOutputStream();
        for (HostScript.Section section : HostScript.of(heldOut.design()).sections()) {
            if (section.kind() == HostScript.Kind.LOAD) {
                load.writeBytes(section.bytes());
            }
        }
        VerifyReport report = CrossCheck.verify(
                new VerifyInput(
                        heldOut.design(),
                        heldOut.model(),
                        verilog,
                        load.toByteArray(),
                        EnumSet.of(Engine.REFERENCE, Engine.CYCLE, Engine.ICARUS),
                        1,
                        simulators,
                        null),
                (name, done, total) -> {});
        return report.engines().entrySet().stream()
                .filter(engine -> report.equal() && engine.getKey().equals("icarus"))
                .mapToLong(engine -> engine.getValue().cycles())
                .findFirst()
                .orElse(-1);
    }

    private static List<List<String>> summary(List<Row> rows) {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                "family",
                "designs",
                "LUT mean",
                "LUT bias",
                "LUT worst",
                "FF mean",
                "FF bias",
                "FF worst",
                "RAM exact",
                "DSP exact",
                "cycles exact"));
        for (SynthesisFlow flow : SynthesisFlow.values()) {
            table.add(List.of(
                    flow.label(),
                    "" + rows.size(),
                    mean(rows, flow, Resources::luts),
                    bias(rows, flow, Resources::luts),
                    worst(rows, flow, Resources::luts),
                    mean(rows, flow, Resources::ffs),
                    bias(rows, flow, Resources::ffs),
                    worst(rows, flow, Resources::ffs),
                    ""
                            + rows.stream()
                                    .filter(r -> r.same(flow, Resources::bramBlocks))
                                    .count(),
                    ""
                            + rows.stream()
                                    .filter(r -> r.same(flow, Resources::dsps))
                                    .count(),
                    ""
                            + rows.stream()
                                    .filter(r -> r.simulatedCycles()
                                            == r.heldOut().design().predictedCycles())
                                    .count()));
        }
        return table;
    }

    private static String mean(List<Row> rows, SynthesisFlow flow, ToLongFunction<Resources> of) {
        return PtqTable.decimal(
                rows.stream()
                        .mapToDouble(r -> Math.abs(r.error(flow, of)))
                        .average()
                        .orElse(0),
                2);
    }

    private static String bias(List<Row> rows, SynthesisFlow flow, ToLongFunction<Resources> of) {
        return PtqTable.decimal(
                rows.stream().mapToDouble(r -> r.error(flow, of)).average().orElse(0), 2);
    }

    private static String worst(List<Row> rows, SynthesisFlow flow, ToLongFunction<Resources> of) {
        return PtqTable.decimal(
                rows.stream()
                        .mapToDouble(r -> Math.abs(r.error(flow, of)))
                        .max()
                        .orElse(0),
                2);
    }

    private static List<List<String>> details(List<Row> rows) {
        List<List<String>> table = new ArrayList<>();
        List<String> heading = new ArrayList<>(List.of("design", "size", "cycles"));
        for (SynthesisFlow flow : SynthesisFlow.values()) {
            heading.add(flow.label() + " LUT");
            heading.add("FF");
            heading.add("RAM");
            heading.add("DSP");
        }
        table.add(heading);
        for (Row row : rows) {
            AcceleratorShape s = row.heldOut().design().shape();
            List<String> line = new ArrayList<>();
            line.add(row.heldOut().name());
            line.add(s.engines() + " x " + s.ports() + " x " + s.lanes() + " x " + s.planes() + ", " + s.slots()
                    + " slots, " + s.multiplier());
            line.add(pair(row.heldOut().design().predictedCycles(), row.simulatedCycles()));
            for (SynthesisFlow flow : SynthesisFlow.values()) {
                Resources p = row.predicted(flow);
                Resources m = row.measured(flow);
                line.add(pair(p.luts(), m.luts()));
                line.add(pair(p.ffs(), m.ffs()));
                line.add(pair(p.bramBlocks(), m.bramBlocks()));
                line.add(pair(p.dsps(), m.dsps()));
            }
            table.add(line);
        }
        return table;
    }

    private static String pair(long predicted, long measured) {
        return predicted == measured ? "" + measured : predicted + " / " + measured;
    }
}
