// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import java.util.Arrays;

/**
 * Width and exponent of every row of a value of codes.
 *
 * @param signed whether elements may be negative
 * @param bits width per row, 1..8; never mutated
 * @param exponents power of two per row, 0..7; never mutated
 */
public record RowFormat(boolean signed, byte[] bits, byte[] exponents) {
    /** @throws IllegalStateException if the value is not made of codes */
    public static RowFormat of(Graph graph, String value) {
        Op op = graph.op(value);
        if (!(op.result() instanceof TensorType.Codes type)) {
            throw new IllegalStateException("'" + value + "' is not made of codes");
        }
        if (op instanceof Op.Requantize r) {
            Constants constants = graph.constants();
            return new RowFormat(type.signed(), constants.int8s(r.bits()), constants.int8s(r.exponents()));
        }
        byte[] bits = new byte[type.rows()];
        Arrays.fill(bits, (byte) type.maxBits());
        return new RowFormat(type.signed(), bits, new byte[type.rows()]);
    }

    /** Largest unsigned code of a row times the significance of its lowest bit. */
    int highestCode(int row) {
        int first = exponents[row] + (signed && bits[row] == 1 ? 1 : 0);
        return ((1 << bits[row]) - 1) << first;
    }

    /** What a term of this row adds to the correction that is subtracted from the sum of codes. */
    int correction(int row) {
        int beta = !signed ? 0 : bits[row] == 1 ? 1 : 1 << (bits[row] - 1);
        return beta << exponents[row];
    }
}
