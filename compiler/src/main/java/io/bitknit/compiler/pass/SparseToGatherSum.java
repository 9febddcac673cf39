// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import io.bitknit.compiler.graph.ConstantArray;
import io.bitknit.compiler.graph.Constants;
import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.Op;
import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the product of the sparse input with weights a sum of weight rows: one term per set bit of a code, shifted by
 * its place.
 *
 * <p>Ensures: no {@code matmul} reads a {@code sparse-input}. Example: the entry {@code 7:5} of a row becomes the terms
 * {@code 7 7<<2}. Cost: linear in the entries; an input of ones shares its arrays.
 */
public record SparseToGatherSum() implements Pass {
    @Override
    public String name() {
        return "sparse-to-gather-sum";
    }

    /** @throws UserException if the input has more set bits than an array has elements */
    @Override
    public Graph run(Graph graph) {
        List<Op> ops = new ArrayList<>();
        Constants constants = graph.constants();
        for (Op op : graph.ops()) {
            if (op instanceof Op.MatMul m && graph.op(m.input()) instanceof Op.SparseInput input) {
                String terms = m.name() + ".terms";
                constants = constants.with(terms, terms(constants.sparseRows(input.rows()), input));
                ops.add(new Op.GatherSum(m.name(), m.weights(), terms, m.result(), m.location()));
            } else {
                ops.add(op);
            }
        }
        return new Graph(graph.name(), ops, constants);
    }

    static void requirePossible(long setBits, String where) {
        int most = Integer.MAX_VALUE - 16;
        if (setBits > most) {
            throw new UserException(
                    "C-003", where, "the input has " + setBits + " set bits, the graph program takes " + most);
        }
    }

    private static ConstantArray.Terms terms(ConstantArray.SparseRows x, Op.SparseInput input) {
        long count = 0;
        boolean ones = true;
        for (byte code : x.code()) {
            count += Integer.bitCount(code & 0xFF);
            ones &= code == 1;
        }
        if (ones) {
            return new ConstantArray.Terms(x.rowStart(), x.column(), new byte[0]);
        }
        requirePossible(count, input.location().toString());
        int[] rowStart = new int[x.rows() + 1];
        int[] source = new int[(int) count];
        byte[] shift = new byte[(int) count];
        int at = 0;
        for (int v = 0; v < x.rows(); v++) {
            for (int k = x.rowStart()[v]; k < x.rowStart()[v + 1]; k++) {
                for (int bits = x.code()[k] & 0xFF; bits != 0; bits &= bits - 1) {
                    source[at] = x.column()[k];
                    shift[at++] = (byte) Integer.numberOfTrailingZeros(bits);
                }
            }
            rowStart[v + 1] = at;
        }
        return new ConstantArray.Terms(rowStart, source, shift);
    }
}
