// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.model.FloatModel;
import io.bitknit.model.read.GraphReader;
import io.bitknit.model.read.PygImporter;
import io.bitknit.quantizer.AccuracyTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Accuracy of the integers by calibration alone, with per-node exponents and with one scale per tensor. */
final class PtqTable {
    private static final int WEIGHT_BITS = 4;

    private PtqTable() {}

    static FloatModel load(Path shared, String model, String graph) {
        Path folder = shared.resolve("models").resolve(model);
        return PygImporter.read(
                folder, GraphReader.read(shared.resolve("data").resolve(graph), PygImporter.splitIndex(folder)));
    }

    static String text(Path shared) {
        ResultFile page = new ResultFile(
                "Accuracy against bits, by calibration alone",
                "./bitknit benchmark ptq",
                "Test accuracy of the integers that the hardware computes. No training, 4-bit weights, binary inputs "
                        + "in 1 bit, scores in 8 bits. The scales are chosen on the training graph's features and the "
                        + "exponent counts on validation nodes; test labels are only counted. Exponent counts are per layer of the tensor before and after aggregation. "
                        + "Nothing here is random.");
        for (String name : List.of("cora", "dblp")) {
            FloatModel model = load(shared, name + "-gcn", name);
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of(
                    "hidden bits",
                    "mean hidden bits",
                    "mean of all bits",
                    "memory",
                    "one scale per tensor, %",
                    "exponent per node, %",
                    "against float, points",
                    "exponent counts"));
            List<AccuracyTable.Row> results = AccuracyTable.of(model, WEIGHT_BITS);
            // The rows come in pairs: without exponents, then with them.
            for (int i = 0; i < results.size(); i += 2) {
                rows.add(row(results.get(i), results.get(i + 1)));
            }
            double floating = results.get(0).testFloat();
            page.line("## " + name);
            page.line("Float model: " + decimal(100 * floating, 1) + " % of "
                    + model.graph().test().length + " test nodes; "
                    + model.graph().nodes() + " nodes, " + model.layers().size() + " layers.");
            page.table(rows);
        }
        return page.text();
    }

    private static List<String> row(AccuracyTable.Row plain, AccuracyTable.Row scaled) {
        double smaller =
                (double) scaled.bits().memoryBeforeBits() / scaled.bits().memoryAfterBits();
        return List.of(
                scaled.hidden(),
                decimal(scaled.bits().hiddenBits(), 2),
                decimal(scaled.bits().allBits(), 2),
                "1/" + decimal(smaller, 1),
                decimal(100 * plain.test(), 1),
                decimal(100 * scaled.test(), 1),
                String.format(Locale.ROOT, "%+.1f", 100 * (scaled.test() - scaled.testFloat())),
                scaled.exponentCounts().toString());
    }

    static String decimal(double value, int places) {
        return String.format(Locale.ROOT, "%." + places + "f", value);
    }
}
