// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import io.bitknit.compiler.graph.LineScanner.Unreadable;
import io.bitknit.model.diag.Diagnostic;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the text form of a graph. It checks the syntax; {@link GraphVerifier} checks what the text says. */
public final class GraphParser {
    private static final int MOST_FINDINGS = 50;
    private final Constants beside;
    private final Map<String, ConstantArray> constants = new LinkedHashMap<>();
    private final List<Op> ops = new ArrayList<>();

    private GraphParser(Constants beside) {
        this.beside = beside;
    }

    /**
     * Empty lines and lines that start with {@code #} are skipped.
     *
     * @param beside arrays that the text names by their digest
     * @throws UserException with a line for each line of the text that cannot be read, at most 50
     */
    public static Graph parse(String text, Constants beside) {
        return new GraphParser(beside).graph(text.split("\n", -1));
    }

    private Graph graph(String[] lines) {
        List<Diagnostic> findings = new ArrayList<>();
        Optional<String> name = Optional.empty();
        for (int i = 0; i < lines.length && findings.size() < MOST_FINDINGS; i++) {
            LineScanner line = new LineScanner(lines[i]);
            if (line.atEnd() || lines[i].startsWith("#")) {
                continue;
            }
            try {
                if (name.isEmpty()) {
                    if (!line.takes("graph")) {
                        throw new Unreadable(GraphFinding.HEADER_MISSING.found(""));
                    }
                    name = Optional.of(line.string());
                } else if (line.takes("const")) {
                    constant(line);
                } else {
                    ops.add(op(line));
                }
                line.end();
            } catch (Unreadable e) {
                Diagnostic d = e.diagnostic();
                String place = "line " + (i + 1) + (d.place().isEmpty() ? "" : " " + d.place());
                findings.add(new Diagnostic(d.code(), place, d.message()));
                if (name.isEmpty()) {
                    break;
                }
            }
        }
        if (name.isEmpty() && findings.isEmpty()) {
            findings.add(GraphFinding.HEADER_MISSING.found("line 1"));
        }
        if (!findings.isEmpty()) {
            throw new UserException(findings);
        }
        return new Graph(name.orElseThrow(), ops, new Constants(constants));
    }

    private void constant(LineScanner line) throws Unreadable {
        String name = line.name('@');
        ConstantReader reader = new ConstantReader(line);
        String shape = reader.shape();
        ConstantArray array;
        if (line.takes("sha")) {
            String digest = line.word();
            array = beside.arrays().get(name);
            if (array == null) {
                throw new Unreadable(GraphFinding.CONSTANT_UNKNOWN.found("", name));
            }
            if (!array.shape().equals(shape) || !array.digestPrefix().equals(digest)) {
                throw new Unreadable(
                        GraphFinding.CONSTANT_DIFFERS.found("", shape, digest, array.shape(), array.digestPrefix()));
            }
        } else {
            line.take("=");
            array = reader.values();
            if (!array.shape().equals(shape)) {
                throw new Unreadable(GraphFinding.CONSTANT_SIZE.found("", shape, array.shape()));
            }
        }
        if (constants.put(name, array) != null) {
            throw new Unreadable(GraphFinding.CONSTANT_TWICE.found("", name));
        }
    }

    private static Op op(LineScanner line) throws Unreadable {
        String name = line.name('%');
        line.take("=");
        String kind = line.word();
        switch (kind) {
            case "sparse-input": {
                String rows = line.name('@');
                return new Op.SparseInput(name, rows, codes(line), location(line));
            }
            case "constant": {
                String values = line.name('@');
                return new Op.Constant(name, values, codes(line), location(line));
            }
            case "matmul": {
                String input = line.name('%');
                line.take(",");
                String weights = line.name('%');
                return new Op.MatMul(name, input, weights, sums(line), location(line));
            }
            case "gather-sum": {
                String input = line.name('%');
                String terms = array(line, "terms");
                return new Op.GatherSum(name, input, terms, sums(line), location(line));
            }
            case "requantize":
                return requantize(name, line);
            case "score": {
                String input = line.name('%');
                return new Op.Score(name, input, classes(line), location(line));
            }
            default:
                throw new Unreadable(GraphFinding.OPERATION_UNKNOWN.found("", kind));
        }
    }

    private static Op requantize(String name, LineScanner line) throws Unreadable {
        String input = line.name('%');
        String bits = array(line, "bits");
        String exponents = array(line, "exponents");
        String multipliers = array(line, "multipliers");
        String bias = array(line, "bias");
        line.take("shift");
        int shift = line.size();
        line.take("label");
        String label = line.string();
        TensorType.Codes type = codes(line);
        return new Op.Requantize(name, input, bits, exponents, multipliers, bias, shift, label, type, location(line));
    }

    private static String array(LineScanner line, String role) throws Unreadable {
        line.take(role);
        return line.name('@');
    }

    private static Location location(LineScanner line) throws Unreadable {
        line.take("loc");
        return Location.parse(line.string());
    }

    /** The colon and {@code [rows x features}; the closing bracket follows. */
    private static int[] matrix(LineScanner line) throws Unreadable {
        line.take(":");
        line.take("[");
        int rows = line.size();
        line.take("x");
        int features = line.size();
        line.take("]");
        return new int[] {rows, features};
    }

    private static TensorType.Codes codes(LineScanner line) throws Unreadable {
        int[] size = matrix(line);
        boolean signed = sign(line);
        int[] bits = range(line);
        int[] exponents = line.takes("e") ? range(line) : new int[] {0, 0};
        return new TensorType.Codes(size[0], size[1], signed, bits[0], bits[1], exponents[0], exponents[1]);
    }

    private static boolean sign(LineScanner line) throws Unreadable {
        boolean signed = line.takes("s");
        if (!signed) {
            line.take("u");
        }
        return signed;
    }

    private static int[] range(LineScanner line) throws Unreadable {
        int low = line.size();
        return new int[] {low, line.takes("..") ? line.size() : low};
    }

    private static TensorType.Sums sums(LineScanner line) throws Unreadable {
        int[] size = matrix(line);
        line.take("sum");
        Optional<SumBound> bound = Optional.empty();
        if (!line.comesNext("loc")) {
            long lowest = line.integer(Long.MIN_VALUE, 0);
            line.take("..");
            bound = Optional.of(new SumBound(lowest, line.integer(0, Long.MAX_VALUE)));
        }
        return new TensorType.Sums(size[0], size[1], bound);
    }

    private static TensorType.Classes classes(LineScanner line) throws Unreadable {
        line.take(":");
        line.take("[");
        int rows = line.size();
        line.take("]");
        line.take("class");
        return new TensorType.Classes(rows, line.size());
    }
}
