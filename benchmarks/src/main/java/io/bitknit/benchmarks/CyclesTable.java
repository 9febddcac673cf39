// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.boards.Boards;
import io.bitknit.compiler.CompileOptions;
import io.bitknit.compiler.Compiler;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.estimate.Estimate;
import io.bitknit.compiler.estimate.PhaseEstimate;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.model.FloatModel;
import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.quantizer.DegreeBuckets;
import io.bitknit.quantizer.HiddenWidths;
import io.bitknit.quantizer.PostTrainingQuantizer;
import io.bitknit.quantizer.QuantizationOptions;
import io.bitknit.sim.cycle.CycleSimulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cycles and roofline against bits: one accelerator for all widths, then the best one for each. */
final class CyclesTable {
    private static final String BOARD = "ulx3s-85f";
    private static final String REFERENCE = "4";

    private CyclesTable() {}

    /** Totals over the aggregation phases of a design. */
    private record Aggregation(long cycles, long rooflineCycles) {
        static Aggregation of(Compiler.Result result) {
            long cycles = 0;
            long roofline = 0;
            List<Phase> phases = result.design().phases();
            for (int p = 0; p < phases.size(); p++) {
                PhaseEstimate estimate = result.estimate().phases().get(p);
                if (phases.get(p).part() == Phase.Part.AGGREGATE) {
                    cycles += estimate.cycles();
                    roofline += estimate.rooflineCycles();
                }
            }
            return new Aggregation(cycles, roofline);
        }
    }

    static String text(Path shared) {
        FloatModel model = PtqTable.load(shared, "cora-gcn", "cora");
        Map<String, QuantizedModel> models = new LinkedHashMap<>();
        for (String width : List.of("8", REFERENCE, "3", "2")) {
            models.put(width, quantize(model, HiddenWidths.uniform(Integer.parseInt(width))));
        }
        models.put(
                "4-3-2-1 by degree",
                quantize(model, new HiddenWidths.ByDegree(DegreeBuckets.parse("4,3,2,1", "4,8,16"))));
        CompileOptions options = CompileOptions.forBoard(Boards.load(BOARD));
        // One plane per word and few ports: the reads of the banks bind, which are what bits cost.
        ShapeChoice size = ShapeChoice.of(1, 8, 16, 8, 4, 8);
        ResultFile page = new ResultFile(
                "Cycles against bits, Cora",
                "./bitknit benchmark cycles",
                "Two-layer GCN on Cora, 4-bit weights, exponents chosen by rule, board " + BOARD
                        + ". Cycles are exact: "
                        + "they are compared with the cycle simulator here, and with Verilator and Icarus by `bitknit "
                        + "verify`. Nothing here is random.");
        page.line("## The same accelerator for all widths");
        page.line("One bit plane per word, and so few ports that their reads bind: " + size.engines()
                + (size.engines() == 1 ? " engine, " : " engines, ")
                + size.ports() + " ports, "
                + size.lanes() + " lanes, teams of " + size.slots() + ". *Bits per term*: mean width of the rows that "
                + "aggregations read, counted once per term.");
        List<String> notes = new ArrayList<>();
        page.table(rows(models, options.withSize(size), notes));
        page.line("## The fastest accelerator that fits, for each width");
        page.table(rows(models, options, notes));
        notes.forEach(page::line);
        return page.text();
    }

    /** Cora at 4 bits, compiled for the board of this table. */
    static Compiler.Result reference(Path shared) {
        FloatModel model = PtqTable.load(shared, "cora-gcn", "cora");
        return Compiler.compile(
                quantize(model, HiddenWidths.uniform(Integer.parseInt(REFERENCE))),
                CompileOptions.forBoard(Boards.load(BOARD)));
    }

    static QuantizedModel quantize(FloatModel model, HiddenWidths widths) {
        return PostTrainingQuantizer.quantize(
                        model, QuantizationOptions.defaults().withHidden(widths))
                .model();
    }

    private static List<List<String>> rows(
            Map<String, QuantizedModel> models, CompileOptions options, List<String> notes) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "hidden bits",
                "bits per term",
                "against 4",
                "cycles",
                "aggregation, cycles",
                "against 4 bits",
                "roofline, %",
                "roofline of aggregation, %",
                "size",
                "latency, us",
                "LUT",
                "RAM, kbit",
                "DSP"));
        Map<String, Compiler.Result> results = new LinkedHashMap<>();
        Map<String, Double> bitsPerTerm = new LinkedHashMap<>();
        for (Map.Entry<String, QuantizedModel> model : models.entrySet()) {
            bitsPerTerm.put(model.getKey(), bitsPerTerm(model.getValue()));
            try {
                results.put(model.getKey(), checked(Compiler.compile(model.getValue(), options)));
            } catch (UserException e) {
                // A width for which nothing fits is a result too.
                notes.add(model.getKey() + " bits: " + e.diagnostics().get(0).message());
            }
        }
        Compiler.Result reference = results.get(REFERENCE);
        if (reference == null) {
            return rows;
        }
        long referenceCycles = Aggregation.of(reference).cycles;
        double referenceBits = bitsPerTerm.getOrDefault(REFERENCE, 1.0);
        results.forEach((name, result) -> {
            Estimate estimate = result.estimate();
            Aggregation aggregation = Aggregation.of(result);
            double bits = bitsPerTerm.getOrDefault(name, 0.0);
            var shape = result.design().shape();
            rows.add(List.of(
                    name,
                    PtqTable.decimal(bits, 2),
                    PtqTable.decimal(bits / referenceBits, 2),
                    Long.toString(estimate.cycles()),
                    Long.toString(aggregation.cycles),
                    PtqTable.decimal((double) aggregation.cycles / referenceCycles, 2),
                    PtqTable.decimal(100 * estimate.rooflineFraction(), 1),
                    PtqTable.decimal(100.0 * aggregation.rooflineCycles / aggregation.cycles, 1),
                    shape.engines() + " x " + shape.ports() + " x " + shape.lanes(),
                    PtqTable.decimal(estimate.latencyMicros(), 1),
                    Long.toString(estimate.lut()),
                    Long.toString(estimate.bramKbit()),
                    Long.toString(estimate.dsp())));
        });
        return rows;
    }

    /** The result, whose predicted cycles the cycle simulator has confirmed. */
    static Compiler.Result checked(Compiler.Result result) {
        long simulated = CycleSimulator.prepare(result.design()).runWithoutEvents();
        if (simulated != result.design().predictedCycles()) {
            throw new IllegalStateException(
                    "cycles table: predicted " + result.design().predictedCycles() + " cycles, simulated " + simulated);
        }
        return result;
    }

    private static double bitsPerTerm(QuantizedModel model) {
        long bits = 0;
        long terms = 0;
        for (QuantizedLayer layer : model.layers()) {
            for (int source : model.adjacency().source()) {
                bits += layer.combined().bits()[source];
                terms++;
            }
        }
        return terms == 0 ? 0 : (double) bits / terms;
    }
}
