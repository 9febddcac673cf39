// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.design;

/**
 * Format that rows of a stored tensor share.
 *
 * @param bits width of a code, 1..8
 * @param signed whether q may be negative; codes are unsigned either way
 * @param exponent power of two of the row, 0..7
 * @param fold planes per word: 1, 2, 4 or 8
 * @param shift planes by which the row is stored above plane 0 of its word, so that it is read at a lower level; such a
 *     row is one word: {@code bits + shift <= fold}
 */
public record RowClass(int bits, boolean signed, int exponent, int fold, int shift) {
    /** Words that a row occupies per block of lanes. */
    public int words() {
        return (storedBits() + fold - 1) / fold;
    }

    /** Planes of a row as it is stored. */
    public int storedBits() {
        return bits + shift;
    }

    /** Plane of a stored row that holds a plane of the code. */
    public int storedPlane(int plane) {
        return plane + shift;
    }

    /** Significance of plane 0 of the code. A signed row of 1 bit is {@code 2 * code - 1}. */
    public int significance() {
        return signed && bits == 1 ? exponent + 1 : exponent;
    }

    /** Significance of plane 0 of the stored row. */
    public int firstPlane() {
        return significance() - shift;
    }

    /** What one term of this class adds to the correction of its sum: {@code beta * 2^exponent}. */
    public int correction() {
        int beta = !signed ? 0 : bits == 1 ? 1 : 1 << (bits - 1);
        return beta << exponent;
    }
}
