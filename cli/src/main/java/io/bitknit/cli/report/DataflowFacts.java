// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import java.util.ArrayList;
import java.util.List;

/** The operations of a quantized model, in the order in which the hardware executes them. */
final class DataflowFacts {
    private final List<Report.Box> boxes = new ArrayList<>();
    private final List<Report.Edge> edges = new ArrayList<>();

    private DataflowFacts() {}

    static Report.Dataflow of(QuantizedModel model) {
        DataflowFacts facts = new DataflowFacts();
        int features = facts.box(
                "data",
                "input features",
                "[" + model.nodes() + ", " + model.input().features() + "], "
                        + model.input().entries() + " entries of "
                        + bits(model.input().bits()));
        for (int l = 0; l < model.layers().size(); l++) {
            QuantizedLayer layer = model.layers().get(l);
            int weights = facts.box(
                    "data",
                    layer.name() + " weights",
                    "[" + layer.weights().inputs() + ", " + layer.weights().outputs() + "], "
                            + bits(layer.weights().bits()));
            int product = facts.box(
                    "combine",
                    layer.name() + " combination",
                    l == 0 ? "gather-sum of weight rows" : "dense, bit-serial",
                    features,
                    weights);
            int combined =
                    facts.box("requantize", layer.combined().name(), ModelFacts.format(layer.combined()), product);
            int sum = facts.box(
                    "aggregate",
                    layer.name() + " aggregation",
                    "gather-sum over " + model.adjacency().terms() + " terms",
                    combined);
            features = facts.box("requantize", layer.aggregated().name(), ModelFacts.format(layer.aggregated()), sum);
        }
        return new Report.Dataflow(facts.boxes, facts.edges);
    }

    private static String bits(int count) {
        return count + (count == 1 ? " bit" : " bits");
    }

    /** Adds a box behind its operands and returns its position. */
    private int box(String kind, String name, String detail, int... operands) {
        boxes.add(new Report.Box(kind, name, detail));
        int position = boxes.size() - 1;
        for (int operand : operands) {
            edges.add(new Report.Edge(operand, position));
        }
        return position;
    }
}
