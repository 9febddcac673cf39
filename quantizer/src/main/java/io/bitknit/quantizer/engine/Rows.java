// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import org.bytedeco.pytorch.Tensor;

/** Indices of rows, for {@link Value#select} and {@link Value#addInto}. */
public final class Rows {
    private final Tensor indices;
    private final int count;

    Rows(Tensor indices, int count) {
        this.indices = indices;
        this.count = count;
    }

    Tensor tensor() {
        return indices;
    }

    public int count() {
        return count;
    }
}
