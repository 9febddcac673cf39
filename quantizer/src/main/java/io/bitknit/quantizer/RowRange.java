// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

/** Lowest and highest stored integer of a width; 1 bit signed means -1 or +1 and never 0. */
public final class RowRange {
    private RowRange() {}

    public static int low(int bits, boolean signed) {
        return !signed ? 0 : bits == 1 ? -1 : -(1 << (bits - 1));
    }

    public static int high(int bits, boolean signed) {
        return !signed ? (1 << bits) - 1 : bits == 1 ? 1 : (1 << (bits - 1)) - 1;
    }

    /** Nearest stored integer to {@code x}, halves up, as the requantizer rounds. */
    public static int nearest(double x, int bits, boolean signed) {
        if (signed && bits == 1) {
            return x >= 0 ? 1 : -1;
        }
        double q = Math.floor(x + 0.5);
        return (int) Math.max(low(bits, signed), Math.min(high(bits, signed), q));
    }
}
