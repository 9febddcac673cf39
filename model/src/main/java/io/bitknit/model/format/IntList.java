// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import java.util.Arrays;

/** A growing array. It grows with what was really read, never with what a file says it holds. */
public final class IntList {
    private int[] values = new int[16];
    private int size;

    public void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    public int get(int index) {
        return values[index];
    }

    public int size() {
        return size;
    }

    public int[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
