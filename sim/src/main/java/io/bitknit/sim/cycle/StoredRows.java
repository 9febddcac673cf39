// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.StoredTensor;

/** Rows of stored tensors as integers: what a host reads back. */
public final class StoredRows {
    private StoredRows() {}

    /** A word of a feature bank. */
    @FunctionalInterface
    public interface Banks {
        long wordAt(int engine, int bank, int address);
    }

    /** Integers of a tensor, row-major {@code [rows * features]}, from the bank words. */
    public static int[] read(Design design, StoredTensor tensor, Banks banks) {
        int lanes = design.shape().lanes();
        int planes = design.shape().planes();
        int lanesPerBlock = lanes * planes / tensor.fold();
        int[] q = new int[tensor.rows() * tensor.features()];
        for (int row = 0; row < tensor.rows(); row++) {
            RowClass rowClass = tensor.classOf(row);
            int engine = tensor.replicated() ? 0 : tensor.engine()[row];
            for (int f = 0; f < tensor.features(); f++) {
                int block = f / lanesPerBlock;
                int lane = f % lanesPerBlock;
                int address = tensor.baseWords() + block * tensor.blockStrideWords() + tensor.address()[row];
                int code = 0;
                for (int plane = 0; plane < rowClass.bits(); plane++) {
                    int stored = rowClass.storedPlane(plane);
                    long word = banks.wordAt(engine, tensor.bank()[row], address + stored / tensor.fold());
                    int within = stored % tensor.fold();
                    int bit = lane + within % planes * lanes + within / planes * (lanes / 2);
                    code |= (int) (word >>> bit & 1) << plane;
                }
                q[row * tensor.features() + f] = value(rowClass, code);
            }
        }
        return q;
    }

    private static int value(RowClass rowClass, int code) {
        if (!rowClass.signed()) {
            return code;
        }
        return rowClass.bits() == 1 ? 2 * code - 1 : code - (1 << (rowClass.bits() - 1));
    }

    /** Codes of a weight row's block, 8 lanes per long, a byte each. */
    static long[] codes(Design design, int row, int block) {
        StoredTensor tensor = design.tensors().get(0);
        int lanesPerBlock = design.shape().wordBits() / tensor.fold();
        long[] codes = new long[(design.shape().lanes() + 7) / 8];
        int from = block * lanesPerBlock;
        int to = Math.min(tensor.features(), from + lanesPerBlock);
        for (int f = from; f < to; f++) {
            long code = Byte.toUnsignedLong(design.weightRows()[row * tensor.features() + f]);
            code <<= tensor.classOf(row).shift();
            codes[(f - from) / 8] |= code << 8 * ((f - from) % 8);
        }
        return codes;
    }
}
