// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.design;

import io.bitknit.hdl.AcceleratorShape;
import java.util.List;

/**
 * A tensor in the feature banks: where each row lies. Block k of a row starts at
 * {@code baseWords + k * blockStrideWords + address[row]} of its bank and has {@code words()} words of its class.
 *
 * @param name unique in the design
 * @param rows number of rows: nodes, or input features for weight rows
 * @param features features of a row over all blocks
 * @param fold planes per word: those of the shape, or twice as many of half the lanes
 * @param replicated whether every engine holds a copy; otherwise a row lies in the banks of {@code engine[row]} only
 * @param baseWords first word of the tensor in every bank
 * @param blocks words blocks: {@code ceil(features / (wordBits / fold))}
 * @param blockStrideWords words per bank and block
 * @param engine engine that writes the row (0 for rows that the host loads); never mutated
 * @param bank bank of each row; never mutated
 * @param address word of each row within a block; never mutated
 * @param rowClass index into {@code classes} per row; never mutated
 * @param classes formats of the rows
 */
public record StoredTensor(
        String name,
        int rows,
        int features,
        int fold,
        boolean replicated,
        int baseWords,
        int blocks,
        int blockStrideWords,
        int[] engine,
        int[] bank,
        int[] address,
        byte[] rowClass,
        List<RowClass> classes) {
    public StoredTensor {
        classes = List.copyOf(classes);
    }

    /** Bit of a word that holds a plane of a feature, the feature counted within its block. */
    public int bitOf(int plane, int feature, AcceleratorShape shape) {
        int within = plane % fold;
        boolean upper = within >= shape.planes();
        int lane = upper ? feature + shape.lanes() / 2 : feature;
        return within % shape.planes() * shape.lanes() + lane;
    }

    public RowClass classOf(int row) {
        return classes.get(rowClass[row]);
    }
}
