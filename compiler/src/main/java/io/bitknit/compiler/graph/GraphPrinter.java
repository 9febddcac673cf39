// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import java.util.Map;

/** Text form of a graph, see {@code doc/GRAPH.md}; {@link GraphParser} reads it back. */
public final class GraphPrinter {
    private final StringBuilder out = new StringBuilder();

    private GraphPrinter() {}

    /** Arrays by shape and digest: short, and readable again only together with the arrays. */
    public static String print(Graph graph) {
        return new GraphPrinter().graph(graph, false);
    }

    /** Arrays with all their numbers: complete, for small graphs. */
    public static String printWithValues(Graph graph) {
        return new GraphPrinter().graph(graph, true);
    }

    private String graph(Graph graph, boolean values) {
        out.append("graph ").append(quoted(graph.name())).append('\n');
        for (Map.Entry<String, ConstantArray> constant :
                graph.constants().arrays().entrySet()) {
            ConstantArray array = constant.getValue();
            out.append("const @").append(constant.getKey()).append(' ').append(array.shape());
            if (values) {
                out.append(" =");
                values(array);
            } else {
                out.append(" sha ").append(array.digestPrefix());
            }
            out.append('\n');
        }
        for (Op op : graph.ops()) {
            out.append('%').append(op.name()).append(" = ");
            out.append(op.accept(new Body())).append(" : ").append(type(op.result()));
            out.append(" loc ").append(quoted(op.location().toString())).append('\n');
        }
        return out.toString();
    }

    private void values(ConstantArray array) {
        if (array instanceof ConstantArray.Int8s a) {
            for (byte value : a.values()) {
                out.append(' ').append(value);
            }
        } else if (array instanceof ConstantArray.Int32s a) {
            for (int value : a.values()) {
                out.append(' ').append(value);
            }
        } else if (array instanceof ConstantArray.Int64s a) {
            for (long value : a.values()) {
                out.append(' ').append(value);
            }
        } else if (array instanceof ConstantArray.Terms a) {
            rows(a.rowStart(), k -> a.source()[k] + (a.shiftOf(k) == 0 ? "" : "<<" + a.shiftOf(k)));
        } else if (array instanceof ConstantArray.SparseRows a) {
            rows(a.rowStart(), k -> a.column()[k] + ":" + (a.code()[k] & 0xFF));
        }
    }

    private void rows(int[] rowStart, java.util.function.IntFunction<String> entry) {
        for (int v = 0; v + 1 < rowStart.length; v++) {
            out.append(v == 0 ? "" : " |");
            for (int k = rowStart[v]; k < rowStart[v + 1]; k++) {
                out.append(' ').append(entry.apply(k));
            }
        }
    }

    static String type(TensorType type) {
        String rows = "[" + type.rows();
        if (type instanceof TensorType.Codes c) {
            boolean exponents = c.minExponent() != 0 || c.maxExponent() != 0;
            return rows + " x " + c.features() + "] " + (c.signed() ? "s" : "u") + range(c.minBits(), c.maxBits())
                    + (exponents ? " e" + range(c.minExponent(), c.maxExponent()) : "");
        }
        if (type instanceof TensorType.Sums s) {
            return rows + " x " + s.features() + "] sum"
                    + s.bound().map(b -> " " + b.lowest() + ".." + b.highest()).orElse("");
        }
        return rows + "] class " + ((TensorType.Classes) type).classes();
    }

    private static String range(int low, int high) {
        return low == high ? Integer.toString(low) : low + ".." + high;
    }

    /** Text of any kind as a string on one line: quotes, backslashes and everything outside ASCII escaped. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** What stands between the equals sign and the type. */
    private static final class Body implements Op.Visitor<String> {
        @Override
        public String sparseInput(Op.SparseInput op) {
            return "sparse-input @" + op.rows();
        }

        @Override
        public String constant(Op.Constant op) {
            return "constant @" + op.values();
        }

        @Override
        public String matMul(Op.MatMul op) {
            return "matmul %" + op.input() + ", %" + op.weights();
        }

        @Override
        public String gatherSum(Op.GatherSum op) {
            return "gather-sum %" + op.input() + " terms @" + op.terms();
        }

        @Override
        public String requantize(Op.Requantize op) {
            return "requantize %" + op.input() + " bits @" + op.bits() + " exponents @" + op.exponents()
                    + " multipliers @" + op.multipliers() + " bias @" + op.bias() + " shift " + op.shift() + " label "
                    + quoted(op.label());
        }

        @Override
        public String score(Op.Score op) {
            return "score %" + op.input();
        }
    }
}
