// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import io.bitknit.model.diag.Diagnostic;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Says whether the parts of a graph fit together: names, order of definition, kinds of operands, shapes, ranges of the
 * constants, and sums that no data can overflow. Time is linear in operations and array elements.
 */
public final class GraphVerifier {
    private static final Pattern NAME = Pattern.compile("[a-z0-9_.-]+");
    private static final int LARGEST_SHIFT = 20;
    private final Graph graph;
    private final List<Diagnostic> findings = new ArrayList<>();
    private final Map<String, Op> before = new LinkedHashMap<>();

    private GraphVerifier(Graph graph) {
        this.graph = graph;
    }

    /** All findings, each at the operation {@code %name}; none if the graph is sound. */
    public static List<Diagnostic> verify(Graph graph) {
        return new GraphVerifier(graph).run();
    }

    private List<Diagnostic> run() {
        graph.constants().arrays().keySet().forEach(name -> name("@" + name, name));
        for (Op op : graph.ops()) {
            String place = "%" + op.name();
            name(place, op.name());
            int known = findings.size();
            for (String operand : op.operands()) {
                check(before.containsKey(operand), place, GraphFinding.OPERAND_UNKNOWN, operand);
            }
            type(place, op.result());
            // What an operation says about absent operands or impossible types would only repeat these findings.
            if (findings.size() == known) {
                op.accept(new OpVerifier(this, place));
            }
            if (before.putIfAbsent(op.name(), op) != null) {
                add(place, GraphFinding.NAME_TWICE, op.name());
            }
        }
        long scores = graph.ops().stream().filter(op -> op instanceof Op.Score).count();
        String last = graph.ops().isEmpty()
                ? ""
                : graph.ops().get(graph.ops().size() - 1).name();
        boolean endsInScore = !last.isEmpty() && graph.ops().get(graph.ops().size() - 1) instanceof Op.Score;
        check(scores == 1 && endsInScore, "", GraphFinding.SCORE_COUNT, scores, last);
        return List.copyOf(findings);
    }

    private void name(String place, String name) {
        check(NAME.matcher(name).matches(), place, GraphFinding.NAME, name);
    }

    private void type(String place, TensorType type) {
        if (type instanceof TensorType.Codes c) {
            boolean sound = 1 <= c.minBits()
                    && c.minBits() <= c.maxBits()
                    && c.maxBits() <= 8
                    && 0 <= c.minExponent()
                    && c.minExponent() <= c.maxExponent()
                    && c.maxExponent() <= 7;
            check(sound, place, GraphFinding.TYPE_RANGE, GraphPrinter.type(type));
        }
    }

    private void add(String place, GraphFinding finding, Object... values) {
        findings.add(finding.found(place, values));
    }

    private boolean check(boolean holds, String place, GraphFinding finding, Object... values) {
        if (!holds) {
            add(place, finding, values);
        }
        return holds;
    }

    /** The rules of each operation; its operands exist. */
    private static final class OpVerifier implements Op.Visitor<Boolean> {
        private final GraphVerifier all;
        private final Constants constants;
        private final String place;

        OpVerifier(GraphVerifier all, String place) {
            this.all = all;
            this.constants = all.graph.constants();
            this.place = place;
        }

        private boolean check(boolean holds, GraphFinding finding, Object... values) {
            return all.check(holds, place, finding, values);
        }

        private boolean array(String name, Class<? extends ConstantArray> kind) {
            return check(constants.has(name, kind), GraphFinding.ARRAY_MISSING, name, kind.getSimpleName());
        }

        private boolean operand(String name, Class<? extends TensorType> form, String expected) {
            TensorType type = type(name);
            return check(form.isInstance(type), GraphFinding.OPERAND_KIND, name, GraphPrinter.type(type), expected);
        }

        private TensorType type(String operand) {
            return Objects.requireNonNull(all.before.get(operand)).result();
        }

        private void rows(TensorType result, String other, int rows) {
            check(result.rows() == rows, GraphFinding.ROWS, "the result", result.rows(), other, rows);
        }

        private void features(TensorType result, String other, int features) {
            check(
                    result.features() == features,
                    GraphFinding.FEATURES,
                    "the result",
                    result.features(),
                    other,
                    features);
        }

        private void elements(String name, byte[] values, int lowest, int highest) {
            for (int i = 0; i < values.length; i++) {
                if (!check(
                        lowest <= values[i] && values[i] <= highest,
                        GraphFinding.ELEMENT,
                        i,
                        name,
                        values[i],
                        lowest,
                        highest)) {
                    return;
                }
            }
        }

        private boolean indices(String name, int[] values, int[] rowStart, int others, int bound) {
            boolean ascending = rowStart.length > 0 && rowStart[0] == 0;
            for (int v = 1; ascending && v < rowStart.length; v++) {
                ascending = rowStart[v - 1] <= rowStart[v];
            }
            ascending = ascending && rowStart[rowStart.length - 1] == values.length && others == values.length;
            if (!check(ascending, GraphFinding.ROW_STARTS, name)) {
                return false;
            }
            for (int i = 0; i < values.length; i++) {
                if (values[i] < 0 || values[i] >= bound) {
                    return check(false, GraphFinding.ELEMENT, i, name, values[i], 0, bound - 1);
                }
            }
            return true;
        }

        @Override
        public Boolean sparseInput(Op.SparseInput op) {
            TensorType.Codes type = op.result();
            if (!array(op.rows(), ConstantArray.SparseRows.class)) {
                return false;
            }
            ConstantArray.SparseRows rows = constants.sparseRows(op.rows());
            rows(type, "'@" + op.rows() + "'", rows.rows());
            features(type, "'@" + op.rows() + "'", rows.features());
            check(
                    !type.signed() && type.minBits() == type.maxBits() && type.maxExponent() == 0,
                    GraphFinding.FORM,
                    GraphPrinter.type(type),
                    "unsigned codes of one width and exponent 0");
            indices(op.rows(), rows.column(), rows.rowStart(), rows.code().length, rows.features());
            for (int i = 0; i < rows.code().length; i++) {
                int code = rows.code()[i] & 0xFF;
                if (!check(
                        code >= 1 && code < 1 << type.maxBits(),
                        GraphFinding.ELEMENT,
                        i,
                        op.rows(),
                        code,
                        1,
                        (1 << type.maxBits()) - 1)) {
                    break;
                }
            }
            return true;
        }

        @Override
        public Boolean constant(Op.Constant op) {
            TensorType.Codes type = op.result();
            check(
                    type.signed() && type.minBits() == type.maxBits() && type.maxExponent() == 0,
                    GraphFinding.FORM,
                    GraphPrinter.type(type),
                    "signed codes of one width and exponent 0");
            if (array(op.values(), ConstantArray.Int8s.class)) {
                byte[] values = constants.int8s(op.values());
                long size = (long) type.rows() * type.features();
                check(values.length == size, GraphFinding.SIZE, op.values(), values.length, size);
                int half = 1 << (type.maxBits() - 1);
                elements(op.values(), values, -half, type.maxBits() == 1 ? 1 : half - 1);
            }
            return true;
        }

        @Override
        public Boolean matMul(Op.MatMul op) {
            boolean weightsGiven = all.before.get(op.weights()) instanceof Op.Constant;
            check(weightsGiven, GraphFinding.OPERAND_KIND, op.weights(), "computed", "constant");
            if (operand(op.input(), TensorType.Codes.class, "codes") && weightsGiven) {
                TensorType input = type(op.input());
                TensorType weights = type(op.weights());
                check(
                        input.features() == weights.rows(),
                        GraphFinding.FEATURES,
                        "'" + op.input() + "'",
                        input.features(),
                        "a column of '" + op.weights() + "'",
                        weights.rows());
                rows(op.result(), "'" + op.input() + "'", input.rows());
                features(op.result(), "'" + op.weights() + "'", weights.features());
                bound(op, op.result(), SumBounds::of);
            }
            return true;
        }

        @Override
        public Boolean gatherSum(Op.GatherSum op) {
            if (operand(op.input(), TensorType.Codes.class, "codes") && array(op.terms(), ConstantArray.Terms.class)) {
                TensorType input = type(op.input());
                ConstantArray.Terms terms = constants.terms(op.terms());
                rows(op.result(), "'@" + op.terms() + "'", terms.destinations());
                features(op.result(), "'" + op.input() + "'", input.features());
                int shifts = terms.shift().length == 0 ? terms.source().length : terms.shift().length;
                if (indices(op.terms(), terms.source(), terms.rowStart(), shifts, input.rows())) {
                    elements(op.terms(), terms.shift(), 0, 7);
                    bound(op, op.result(), SumBounds::of);
                }
            }
            return true;
        }

        /** Compares the type's range with the exact one; only where nothing else is wrong, it follows the indices. */
        private <T extends Op> void bound(T op, TensorType.Sums type, BiFunction<Graph, T, SumBound> exact) {
            if (type.bound().isPresent() && all.findings.isEmpty()) {
                SumBound needed = exact.apply(all.graph, op);
                SumBound held = type.bound().orElseThrow();
                check(
                        held.covers(needed),
                        GraphFinding.WIDTH,
                        needed.lowest(),
                        needed.highest(),
                        held.lowest(),
                        held.highest());
            }
        }

        @Override
        public Boolean requantize(Op.Requantize op) {
            check(1 <= op.shift() && op.shift() <= LARGEST_SHIFT, GraphFinding.SHIFT, op.shift());
            TensorType.Codes type = op.result();
            if (operand(op.input(), TensorType.Sums.class, "sums")) {
                TensorType input = type(op.input());
                rows(type, "'" + op.input() + "'", input.rows());
                features(type, "'" + op.input() + "'", input.features());
            }
            if (perRow(op.bits(), type.rows(), 1, 8)) {
                summary("widths", constants.int8s(op.bits()), type.minBits(), type.maxBits());
            }
            if (perRow(op.exponents(), type.rows(), 0, 7)) {
                summary("exponents", constants.int8s(op.exponents()), type.minExponent(), type.maxExponent());
            }
            if (array(op.multipliers(), ConstantArray.Int32s.class)) {
                int[] m = constants.int32s(op.multipliers());
                check(m.length == type.rows(), GraphFinding.SIZE, op.multipliers(), m.length, type.rows());
                for (int v = 0; v < m.length; v++) {
                    if (!check(
                            m[v] >= 0 && m[v] < 1 << 16,
                            GraphFinding.ELEMENT,
                            v,
                            op.multipliers(),
                            m[v],
                            0,
                            (1 << 16) - 1)) {
                        break;
                    }
                }
            }
            if (array(op.bias(), ConstantArray.Int64s.class)) {
                int size = constants.int64s(op.bias()).length;
                check(size == type.features(), GraphFinding.SIZE, op.bias(), size, type.features());
            }
            return true;
        }

        private boolean perRow(String name, int rows, int lowest, int highest) {
            if (!array(name, ConstantArray.Int8s.class)) {
                return false;
            }
            byte[] values = constants.int8s(name);
            check(values.length == rows, GraphFinding.SIZE, name, values.length, rows);
            elements(name, values, lowest, highest);
            return true;
        }

        private void summary(String what, byte[] values, int min, int max) {
            int[] actual = ByteRange.of(values, min, max);
            check(
                    actual[0] == min && actual[1] == max,
                    GraphFinding.SUMMARY,
                    what + " " + actual[0] + " to " + actual[1],
                    min + " to " + max);
        }

        @Override
        public Boolean score(Op.Score op) {
            if (operand(op.input(), TensorType.Codes.class, "codes")) {
                TensorType input = type(op.input());
                rows(op.result(), "'" + op.input() + "'", input.rows());
                check(
                        op.result().classes() == input.features(),
                        GraphFinding.FEATURES,
                        "the result",
                        op.result().classes(),
                        "'" + op.input() + "'",
                        input.features());
            }
            return true;
        }
    }
}
