// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A sparse matrix that needs no gradient, with its transpose. A product with it is a sum of rows of the other factor,
 * which libtorch does several times faster as a bag of embeddings than with its sparse tensors; the gradient, the same
 * with the transpose, is the {@link Tape}'s business, because that of such a bag is slow.
 */
public final class SparseMatrix {
    private static final long SUM = 0;

    private final Tape tape;
    private final Places places;
    private final Tensor value;
    private final Tensor transposedValue;

    /**
     * Where the entries are.
     *
     * @param rowStart {@code [rows + 1]}
     * @param column of each entry
     * @param columnStart {@code [columns + 1]}
     * @param row of each entry, column by column
     * @param order number of each of them in the order of rows
     */
    record Places(int rows, int columns, Tensor rowStart, Tensor column, Tensor columnStart, Tensor row, Tensor order) {
        static Places of(int columns, int[] rowStart, int[] column) {
            int rows = rowStart.length - 1;
            int[] columnStart = new int[columns + 1];
            for (int c : column) {
                columnStart[c + 1]++;
            }
            for (int c = 0; c < columns; c++) {
                columnStart[c + 1] += columnStart[c];
            }
            int[] next = columnStart.clone();
            int[] row = new int[column.length];
            int[] order = new int[column.length];
            for (int r = 0; r < rows; r++) {
                for (int i = rowStart[r]; i < rowStart[r + 1]; i++) {
                    int at = next[column[i]]++;
                    row[at] = r;
                    order[at] = i;
                }
            }
            return new Places(
                    rows,
                    columns,
                    indices(rowStart),
                    indices(column),
                    indices(columnStart),
                    indices(row),
                    indices(order));
        }

        private static Tensor indices(int[] values) {
            return Tensor.create(values, values.length);
        }
    }

    SparseMatrix(Tape tape, Places places, Tensor value) {
        this.tape = tape;
        this.places = places;
        this.value = value;
        transposedValue = value.index_select(0, places.order());
    }

    public int rows() {
        return places.rows();
    }

    public int columns() {
        return places.columns();
    }

    Places places() {
        return places;
    }

    /** Matrix product with {@code [columns, n]}. */
    public Value times(Value dense) {
        Tensor factor = dense.tensor();
        Tensor product = sums(factor, places.column(), places.rowStart(), value);
        tape.record(product, new Tape.Branch(factor, this::transposedTimes));
        return new Value(product);
    }

    /** The transpose times {@code [rows, n]}, without a gradient. */
    Tensor transposedTimes(Tensor dense) {
        return sums(dense, places.row(), places.columnStart(), transposedValue);
    }

    /** Row r of the result is the sum of the rows {@code index[start[r]] ..} times their factors. */
    static Tensor sums(Tensor rows, Tensor index, Tensor start, Tensor factor) {
        Tensor plain = rows.detach().contiguous();
        // detach: a handle of its own, not a part of the tuple.
        return torch.embedding_bag(
                        plain, index, start, false, SUM, false, new TensorOptional(factor), true, new LongOptional())
                .get0()
                .detach();
    }
}
