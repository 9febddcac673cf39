// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import org.bytedeco.pytorch.Tensor;

/** A sparse matrix that needs no gradient. */
public final class SparseMatrix {
    private final Tensor matrix;
    private final int rows;
    private final int columns;

    SparseMatrix(Tensor matrix, int rows, int columns) {
        this.matrix = matrix;
        this.rows = rows;
        this.columns = columns;
    }

    public int rows() {
        return rows;
    }

    public int columns() {
        return columns;
    }

    /** Matrix product with {@code [columns, n]}. */
    public Value times(Value dense) {
        return new Value(matrix.mm(dense.tensor()));
    }
}
