// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import java.util.List;

/**
 * One operation; the value it makes has its name. Immutable, equal when the fields are equal. Operations name their
 * operands and the arrays they use, so a pass can replace one and share all others.
 */
public sealed interface Op permits Op.SparseInput, Op.Constant, Op.MatMul, Op.GatherSum, Op.Requantize, Op.Score {
    /** Unique in the graph; lower-case letters, digits, {@code _}, {@code -} and dots. */
    String name();

    /** Names of the values it reads, in order. */
    List<String> operands();

    /** Names of the arrays it uses, in order. */
    List<String> constants();

    TensorType result();

    Location location();

    <R> R accept(Visitor<R> visitor);

    /** One method per operation, so that the compiler finds what a new operation makes incomplete. */
    interface Visitor<R> {
        R sparseInput(SparseInput op);

        R constant(Constant op);

        R matMul(MatMul op);

        R gatherSum(GatherSum op);

        R requantize(Requantize op);

        R score(Score op);
    }

    /**
     * The features that enter, few of them not zero, known when the graph is compiled.
     *
     * @param rows name of a {@link ConstantArray.SparseRows}
     * @param result {@code [nodes, features]}, unsigned, one width
     */
    record SparseInput(String name, String rows, TensorType.Codes result, Location location) implements Op {
        @Override
        public List<String> operands() {
            return List.of();
        }

        @Override
        public List<String> constants() {
            return List.of(rows);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.sparseInput(this);
        }
    }

    /**
     * A matrix of weights; also the rows of a gather-sum, because the host loads them as it loads features.
     *
     * @param values name of {@link ConstantArray.Int8s}, {@code [rows * features]}, row by row; 1 bit: -1 or +1
     * @param result {@code [inputs, outputs]}, signed, one width, exponent 0
     */
    record Constant(String name, String values, TensorType.Codes result, Location location) implements Op {
        @Override
        public List<String> operands() {
            return List.of();
        }

        @Override
        public List<String> constants() {
            return List.of(values);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.constant(this);
        }
    }

    /**
     * Product with constant weights: {@code y[v, f] = sum over i of x[v, i] * W[i, f]}. The exponents of the rows of x
     * are not in it; they are in the multipliers of the requantization that follows.
     *
     * @param input value {@code [nodes, inputs]} of codes
     * @param weights value of a {@link Constant}, {@code [inputs, outputs]}
     * @param result {@code [nodes, outputs]}
     */
    record MatMul(String name, String input, String weights, TensorType.Sums result, Location location) implements Op {
        @Override
        public List<String> operands() {
            return List.of(input, weights);
        }

        @Override
        public List<String> constants() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.matMul(this);
        }
    }

    /**
     * Sum of selected rows: {@code y[v, f] = sum over terms (u, s) of v of 2^s * 2^exponent[u] * x[u, f]}.
     *
     * @param input value {@code [sources, features]} of codes
     * @param terms name of {@link ConstantArray.Terms} with a list per node
     * @param result {@code [nodes, features]}
     */
    record GatherSum(String name, String input, String terms, TensorType.Sums result, Location location) implements Op {
        @Override
        public List<String> operands() {
            return List.of(input);
        }

        @Override
        public List<String> constants() {
            return List.of(terms);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.gatherSum(this);
        }
    }

    /**
     * The only operation that rounds: {@code q = clamp((sum * m[v] + bias[f] + h) >> (shift + exponent[v]))}, see
     * {@code doc/NUMERICS.md}. ReLU is the lower clamp of an unsigned result.
     *
     * @param input value {@code [nodes, features]} of sums
     * @param bits name of {@link ConstantArray.Int8s}: width per row, 1..8
     * @param exponents name of {@link ConstantArray.Int8s}: exponent per row, 0..7
     * @param multipliers name of {@link ConstantArray.Int32s}: m per row, 0..65535
     * @param bias name of {@link ConstantArray.Int64s}: per feature
     * @param shift r, 1..20
     * @param label name in the model, for people; any text
     * @param result {@code [nodes, features]}
     */
    record Requantize(
            String name,
            String input,
            String bits,
            String exponents,
            String multipliers,
            String bias,
            int shift,
            String label,
            TensorType.Codes result,
            Location location)
            implements Op {
        @Override
        public List<String> operands() {
            return List.of(input);
        }

        @Override
        public List<String> constants() {
            return List.of(bits, exponents, multipliers, bias);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.requantize(this);
        }
    }

    /**
     * Class of each row: the lowest index with the largest score. The end of a graph.
     *
     * @param input value {@code [nodes, classes]} of codes
     */
    record Score(String name, String input, TensorType.Classes result, Location location) implements Op {
        @Override
        public List<String> operands() {
            return List.of(input);
        }

        @Override
        public List<String> constants() {
            return List.of();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.score(this);
        }
    }
}
