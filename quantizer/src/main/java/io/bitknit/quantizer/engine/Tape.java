// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Products with sparse matrices, in the order of their making. To libtorch the result of one is an input like a
 * parameter. Gradients go through them from the last to the first: what arrives at a result, times the transpose, is
 * what its factor starts with. The gradients that are asked for are then taken once, from the loss and all factors
 * together, so that they are added up where and in the order in which libtorch would do it by itself.
 */
final class Tape {
    private record Product(SparseMatrix matrix, Tensor factor, Tensor result) {}

    private final List<Product> products = new ArrayList<>();

    void record(SparseMatrix matrix, Tensor factor, Tensor result) {
        products.add(new Product(matrix, factor, result));
    }

    int length() {
        return products.size();
    }

    /** Forgets what was made after a length. */
    void shorten(int length) {
        products.subList(length, products.size()).clear();
    }

    /** Gradients of a single element; undefined for an input without influence. */
    TensorVector gradients(Tensor loss, TensorVector inputs, boolean again) {
        TensorVector starts = new TensorVector(loss);
        TensorVector with = new TensorVector(torch.ones_like(loss));
        for (int i = products.size() - 1; i >= 0; i--) {
            Product product = products.get(i);
            Tensor arrived = torch.grad(
                            starts, new TensorVector(product.result()), with, new BoolOptional(true), false, true)
                    .get(0);
            if (arrived.defined()) {
                starts.push_back(product.factor());
                with.push_back(product.matrix().transposedTimes(arrived));
            }
        }
        return torch.grad(starts, inputs, with, new BoolOptional(again), false, true);
    }
}
