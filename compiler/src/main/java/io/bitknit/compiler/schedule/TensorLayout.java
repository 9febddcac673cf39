// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.RowClass;
import io.bitknit.compiler.design.RowFormats;
import io.bitknit.compiler.design.StoredTensor;
import io.bitknit.model.diag.UserException;
import java.util.List;

/** Lays the rows of a tensor into banks, at base 0: the order of writing decides the address. */
final class TensorLayout {
    private final ShapeChoice choice;
    private final Workload work;

    TensorLayout(ShapeChoice choice, Workload work) {
        this.choice = choice;
        this.work = work;
    }

    int fold(int tensor) {
        return work.denseInput(tensor)
                ? choice.planes()
                : choice.foldOf(work.tensors().get(tensor).features());
    }

    /** Rows that the host loads: in the order of their numbers within each bank. */
    StoredTensor loaded(int tensor, int[] bank) {
        int rows = work.tensors().get(tensor).rows();
        int[] next = new int[choice.ports()];
        int[] address = new int[rows];
        byte[] rowClass = new byte[rows];
        List<RowClass> classes = classes(tensor, rowClass);
        for (int row = 0; row < rows; row++) {
            address[row] = next[bank[row]];
            next[bank[row]] += classes.get(rowClass[row]).words();
        }
        return tensor(tensor, true, stride(next), new int[rows], bank.clone(), address, rowClass, classes);
    }

    /** Rows that a stage writes, in the order of its teams. */
    StoredTensor written(int tensor, boolean replicated, Teams teams, Placement placement) {
        int rows = work.tensors().get(tensor).rows();
        int[] engine = new int[rows];
        int[] bank = new int[rows];
        int[] address = new int[rows];
        byte[] rowClass = new byte[rows];
        List<RowClass> classes = classes(tensor, rowClass);
        int stride = 0;
        for (int e = 0; e < choice.engines(); e++) {
            int[] next = new int[choice.ports()];
            int[] destination = teams.destination()[e];
            for (int i = 0; i < destination.length; i++) {
                int node = destination[i];
                if (node < 0) {
                    continue;
                }
                int b = replicated ? placement.nodeBank()[node] : emptiest(next, i % choice.slots());
                engine[node] = e;
                bank[node] = b;
                address[node] = next[b];
                next[b] += classes.get(rowClass[node]).words();
            }
            stride = Math.max(stride, stride(next));
        }
        return tensor(tensor, replicated, stride, engine, bank, address, rowClass, classes);
    }

    private int emptiest(int[] next, int slot) {
        int best = slot;
        for (int b = slot; b < choice.ports(); b += choice.slots()) {
            if (next[b] < next[best]) {
                best = b;
            }
        }
        return best;
    }

    private static int stride(int[] next) {
        int max = 1;
        for (int n : next) {
            max = Math.max(max, n);
        }
        return max;
    }

    private StoredTensor tensor(
            int index,
            boolean replicated,
            int stride,
            int[] engine,
            int[] bank,
            int[] address,
            byte[] rowClass,
            List<RowClass> classes) {
        TensorFormat t = work.tensors().get(index);
        int perBlock = choice.featuresPerWord(fold(index));
        int blocks = (t.features() + perBlock - 1) / perBlock;
        return new StoredTensor(
                t.name(),
                t.rows(),
                t.features(),
                fold(index),
                replicated,
                0,
                blocks,
                stride,
                engine,
                bank,
                address,
                rowClass,
                classes);
    }

    /** Distinct formats by width and exponent, ascending; fills {@code rowClass}. */
    private List<RowClass> classes(int tensor, byte[] rowClass) {
        TensorFormat t = work.tensors().get(tensor);
        RowFormats formats = RowFormats.of(t.bits(), t.exponents(), t.signed());
        if (formats.count() > 8) {
            throw new UserException(
                    "C-004",
                    t.name(),
                    "the tensor has rows of " + formats.count()
                            + " formats (width and exponent), a phase takes 8; use fewer widths or exponents");
        }
        // a dense unit takes the planes of a row from plane 0 on
        List<RowClass> classes =
                work.denseInput(tensor) ? formats.unshifted(fold(tensor)) : formats.aligned(fold(tensor));
        byte[] index = new byte[RowFormats.INDICES];
        for (int c = 0; c < classes.size(); c++) {
            index[formats.index(classes.get(c).bits(), classes.get(c).exponent())] = (byte) c;
        }
        for (int row = 0; row < t.rows(); row++) {
            rowClass[row] = index[formats.index(t.bits()[row], t.exponents()[row])];
        }
        return classes;
    }
}
