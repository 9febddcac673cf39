// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.model.Adjacency;
import io.bitknit.quantizer.DegreeSplits;
import java.util.Optional;

/**
 * A small number for every row of a tensor: one for all, one for each row, or one by the degree of the row's node, which
 * holds for graphs that calibration never saw, too.
 *
 * @param values one, or one per row, or one per bucket; never mutated
 * @param byDegree buckets, where the degree decides
 */
public record RowRule(byte[] values, Optional<DegreeSplits> byDegree) {
    /** One for all rows. */
    static RowRule all(int value) {
        return new RowRule(new byte[] {(byte) value}, Optional.empty());
    }

    /** One for each row. */
    static RowRule each(byte[] values) {
        return new RowRule(values, Optional.empty());
    }

    static RowRule byDegree(byte[] values, DegreeSplits splits) {
        return new RowRule(values, Optional.of(splits));
    }

    /** The first row's, where all rows have the same. */
    int first() {
        return values[0];
    }

    /** One for all rows, or {@code [nodes]} of a graph. */
    byte[] rows(Adjacency terms) {
        if (byDegree.isEmpty()) {
            return values;
        }
        int[] buckets = byDegree.get().bucketPerNode(terms);
        byte[] rows = new byte[buckets.length];
        for (int v = 0; v < rows.length; v++) {
            rows[v] = values[buckets[v]];
        }
        return rows;
    }
}
