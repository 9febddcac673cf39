// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.boards.Boards;
import io.bitknit.cli.CompilerCost;
import io.bitknit.model.GraphData;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.read.GraphReader;
import io.bitknit.quantizer.aware.AwareQuantizer;
import io.bitknit.quantizer.aware.Granularity;
import io.bitknit.quantizer.aware.Method;
import io.bitknit.quantizer.aware.Method.Penalty;
import io.bitknit.quantizer.aware.SeedReport;
import io.bitknit.quantizer.aware.Workers;
import io.bitknit.quantizer.train.GcnTraining;
import io.bitknit.quantizer.train.TrainOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accuracy against bits on Cora, of models that were trained in the integer format; every row over the same seeds. */
final class AwareTable {
    private static final String BOARD = "ulx3s-85f";

    private AwareTable() {}

    private static Map<String, Method> methods() {
        Map<String, Method> methods = new LinkedHashMap<>();
        List<Integer> four = List.of(4);
        methods.put("learned, 2.0", new Method.Learned(2.0, 4, Penalty.MEMORY, four, 8));
        methods.put("learned, 1.7", new Method.Learned(1.7, 4, Penalty.MEMORY, four, 8));
        methods.put("learned, 1.7, at most 2", new Method.Learned(1.7, 2, Penalty.MEMORY, four, 8));
        methods.put("learned, 1.3", new Method.Learned(1.3, 4, Penalty.MEMORY, four, 8));
        methods.put("learned, 1.7, 2-bit weights", new Method.Learned(1.7, 4, Penalty.MEMORY, List.of(2), 8));
        methods.put("SGQuant uniform, 4", sgquant("uniform", 4));
        methods.put("SGQuant uniform, 2", sgquant("uniform", 2));
        methods.put("SGQuant LWQ+CWQ+TAQ, 4-2", sgquant("lwq+cwq+taq", 4, 2));
        methods.put("Degree-Quant, 8", new Method.DegreeQuant(8, 0, 0.1, 8));
        methods.put("Degree-Quant, 4", new Method.DegreeQuant(4, 0, 0.1, 8));
        return methods;
    }

    private static Method sgquant(String granularity, Integer... bits) {
        return new Method.Sgquant(Granularity.parse(granularity), List.of(bits), List.of(4), 8);
    }

    static String text(Path shared, int seeds, int threads) {
        GraphData cora = GraphReader.read(shared.resolve("data/cora"), 0);
        List<GcnTraining.Result> floats = Workers.range(
                0,
                seeds,
                seed -> GcnTraining.train(
                                cora,
                                TrainOptions.defaults().withSeed(seed),
                                Optional.empty(),
                                false,
                                (epoch, now, best) -> {},
                                () -> false)
                        .orElseThrow(),
                threads);
        System.err.println("accuracy: " + seeds + " float models are trained");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "method, hidden bits asked for",
                "float, %",
                "integers, %",
                "validation, %",
                "best test epoch, %",
                "input bits",
                "hidden bits",
                "read by layers (A2Q)",
                "all bits",
                "memory (SGQuant)",
                "cycles"));
        methods().forEach((name, method) -> {
            rows.add(row(name, report(floats, method, threads)));
            System.err.println("accuracy: " + name + " is done");
        });
        ResultFile page = new ResultFile(
                "Accuracy against bits, trained in the integer format",
                "./bitknit benchmark accuracy --seeds " + seeds,
                "Test accuracy of the integers that the hardware computes: GCN with 16 hidden features on Cora, public"
                        + " split, mean and deviation over seeds 0 to " + (seeds - 1)
                        + ". Each seed trains a float model from scratch and quantizes it. Epochs are chosen on the"
                        + " validation nodes; *best test epoch* is what the published systems report, for comparison"
                        + " alone. Weights have 4 bits where nothing else is said (Degree-Quant: its own width), scores"
                        + " 8, the input 1.");
        page.line(
                "*hidden bits* counts every hidden tensor that is stored, those that are aggregated included; *read by"
                        + " layers* only what A2Q counts, the features that later layers read; *all bits* also input, scores"
                        + " and weights. *memory* is against 32-bit floats by SGQuant's counting, the input as if it were"
                        + " dense. *cycles* are those of the seed that is best on the validation nodes, on the fastest"
                        + " accelerator for " + BOARD + ".");
        page.table(rows);
        double millis = floats.stream()
                .mapToDouble(GcnTraining.Result::millisPerEpoch)
                .average()
                .orElse(0);
        page.line("An epoch of float training took "
                + PtqTable.decimal(millis, 1) + " ms, validation included, " + threads
                + " trainings at a time; epoch-time.md has it beside Python's torch.");
        return page.machine().text();
    }

    private static SeedReport report(List<GcnTraining.Result> floats, Method method, int threads) {
        return SeedReport.of(Workers.range(
                0,
                floats.size(),
                seed -> AwareQuantizer.quantize(floats.get(seed).model(), method, seed),
                threads));
    }

    private static List<String> row(String name, SeedReport report) {
        return List.of(
                name,
                percent(report.accuracyFloatMean()) + " ± " + percent(report.accuracyFloatStd()),
                percent(report.accuracyMean()) + " ± " + percent(report.accuracyStd()),
                percent(report.validationMean()),
                percent(report.accuracyBestTestMean()),
                PtqTable.decimal(report.bitsInput(), 2),
                PtqTable.decimal(report.bitsHidden(), 2),
                PtqTable.decimal(report.bitsHiddenA2q(), 2),
                PtqTable.decimal(report.bitsAll(), 2),
                "1/" + PtqTable.decimal(report.memorySavingSgquant(), 1),
                cycles(report.chosenRun().model()));
    }

    private static String cycles(QuantizedModel model) {
        return new CompilerCost(Boards.load(BOARD))
                .of(model)
                .map(measure -> Long.toString(measure.cycles()))
                .orElse("does not fit");
    }

    private static String percent(double share) {
        return PtqTable.decimal(100 * share, 2);
    }
}
