// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.design;

/**
 * Format that rows of a stored tensor share.
 *
 * @param bits width of a code, 1..8
 * @param signed whether q may be negative; codes are unsigned either way
 * @param exponent power of two of the row, 0..7
 * @param fold planes per word: 1, 2, 4 or 8
 */
public record RowClass(int bits, boolean signed, int exponent, int fold) {
    /** Words that a row occupies per block of lanes. */
    public int words() {
        return (storedBits() + fold - 1) / fold;
    }

    /** Planes of a row as it is stored. */
    public int storedBits() {
        return storedPlane(bits - 1) + 1;
    }

    /**
     * Whether plane 0 of the code is stored as plane 1. A signed row of 1 bit is {@code 2 * code - 1}: where a word holds
     * several planes, it is stored doubled and so has the levels of all other rows of its exponent.
     */
    public boolean raised() {
        return signed && bits == 1 && fold > 1;
    }

    /** Plane of a stored row that holds a plane of the code. */
    public int storedPlane(int plane) {
        return raised() ? plane + 1 : plane;
    }

    /** Significance of plane 0 of the stored row. */
    public int firstPlane() {
        return signed && bits == 1 && !raised() ? exponent + 1 : exponent;
    }

    /** What one term of this class adds to the correction of its sum: {@code beta * 2^exponent}. */
    public int correction() {
        int beta = !signed ? 0 : bits == 1 ? 1 : 1 << (bits - 1);
        return beta << exponent;
    }
}
