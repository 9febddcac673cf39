// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import java.util.Arrays;

/** A growing array of ints: a graph program has tens of millions, too many for boxes. */
final class IntList {
    private int[] values = new int[64];
    private int size;

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.max(size + 1, (int) Math.min(Integer.MAX_VALUE - 16L, size * 3L / 2)));
        }
        values[size++] = value;
    }

    void addAll(int[] block, int count) {
        if (size + count > values.length) {
            long grown = Math.max((long) size + count, Math.min(Integer.MAX_VALUE - 16L, values.length * 3L / 2));
            values = Arrays.copyOf(values, Math.toIntExact(grown));
        }
        System.arraycopy(block, 0, values, size, count);
        size += count;
    }

    boolean startsAt(int from, int[] block, int count) {
        return from + count <= size && Arrays.equals(values, from, from + count, block, 0, count);
    }

    int size() {
        return size;
    }

    int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
