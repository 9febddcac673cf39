// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

/** Smallest and largest of small numbers, for the summaries in types. */
final class ByteRange {
    private ByteRange() {}

    /** {@code {smallest, largest}}; the two given where there are no values. */
    static int[] of(byte[] values, int smallest, int largest) {
        if (values.length == 0) {
            return new int[] {smallest, largest};
        }
        int[] range = {values[0], values[0]};
        for (byte value : values) {
            range[0] = Math.min(range[0], value);
            range[1] = Math.max(range[1], value);
        }
        return range;
    }
}
