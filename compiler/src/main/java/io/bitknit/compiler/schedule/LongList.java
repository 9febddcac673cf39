// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import java.util.Arrays;

/** A growing array of longs: one per run. */
final class LongList {
    private long[] values = new long[64];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(size + 1, (int) Math.min(Integer.MAX_VALUE - 16L, size * 3L / 2)));
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    long[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
