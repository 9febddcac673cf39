// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.Op;
import io.bitknit.compiler.graph.TensorType;
import io.bitknit.model.SparseInput;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The operations of a lowered graph as boxes. */
final class DataflowFacts implements Op.Visitor<Report.Box> {
    private final Graph graph;

    private DataflowFacts(Graph graph) {
        this.graph = graph;
    }

    /**
     * @param input features of the nodes; in a lowered graph they are no operation any more but the terms of the first
     *     sums, so they get a box of their own
     */
    static Report.Dataflow of(Graph graph, SparseInput input) {
        DataflowFacts facts = new DataflowFacts(graph);
        Map<String, Integer> position = new HashMap<>();
        List<Report.Box> boxes = new ArrayList<>();
        List<Report.Edge> edges = new ArrayList<>();
        if (graph.ops().stream().anyMatch(facts::sumsWeights)) {
            boxes.add(new Report.Box(
                    "data",
                    "input features",
                    "[" + input.nodes() + ", " + input.features() + "] unsigned " + input.bits() + " bits, "
                            + input.entries() + " entries"));
        }
        for (Op op : graph.ops()) {
            if (facts.sumsWeights(op)) {
                edges.add(new Report.Edge(0, boxes.size()));
            }
            position.put(op.name(), boxes.size());
            for (String operand : op.operands()) {
                edges.add(new Report.Edge(Objects.requireNonNull(position.get(operand)), boxes.size()));
            }
            boxes.add(op.accept(facts));
        }
        return new Report.Dataflow(boxes, edges);
    }

    @Override
    public Report.Box sparseInput(Op.SparseInput op) {
        int entries = graph.constants().sparseRows(op.rows()).entries();
        return new Report.Box("data", op.name(), type(op.result()) + ", " + entries + " entries");
    }

    @Override
    public Report.Box constant(Op.Constant op) {
        return new Report.Box("data", op.name(), type(op.result()));
    }

    @Override
    public Report.Box matMul(Op.MatMul op) {
        return new Report.Box("combine", op.name(), "product, " + type(op.result()));
    }

    @Override
    public Report.Box gatherSum(Op.GatherSum op) {
        boolean ofWeights = sumsWeights(op);
        return new Report.Box(
                ofWeights ? "combine" : "aggregate",
                op.name(),
                (ofWeights ? "sum of weights, " : "sum of neighbours, ")
                        + graph.constants().terms(op.terms()).count() + " terms, " + type(op.result()));
    }

    private boolean sumsWeights(Op op) {
        return op instanceof Op.GatherSum sum && graph.op(sum.input()) instanceof Op.Constant;
    }

    @Override
    public Report.Box requantize(Op.Requantize op) {
        return new Report.Box("requantize", op.name(), type(op.result()));
    }

    @Override
    public Report.Box score(Op.Score op) {
        return new Report.Box("data", op.name(), "class of each node: the largest score");
    }

    private static String type(TensorType type) {
        String shape = "[" + type.rows() + ", " + type.features() + "]";
        if (type instanceof TensorType.Codes codes) {
            boolean exponents = codes.minExponent() != codes.maxExponent();
            return shape + (codes.signed() ? " signed " : " unsigned ") + range(codes.minBits(), codes.maxBits())
                    + " bits" + (exponents ? ", exponents " + range(codes.minExponent(), codes.maxExponent()) : "");
        }
        if (type instanceof TensorType.Sums sums) {
            return sums.bound().map(b -> b.lowest() + " to " + b.highest()).orElse("exact");
        }
        return shape;
    }

    private static String range(int low, int high) {
        return low == high ? Integer.toString(low) : low + " to " + high;
    }
}
