// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import java.util.Arrays;

/** A growing array, as {@link IntList}. */
public final class FloatList {
    private float[] values = new float[16];
    private int size;

    public void add(float value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size + (size >> 1));
        }
        values[size++] = value;
    }

    public int size() {
        return size;
    }

    public float[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
