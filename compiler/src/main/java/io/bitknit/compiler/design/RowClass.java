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
        return (bits + fold - 1) / fold;
    }

    /** Significance of plane 0 of the code. */
    public int firstPlane() {
        return signed && bits == 1 ? exponent + 1 : exponent;
    }

    /** Significance level of word 0; word w has level {@code firstPlane + w * fold}. */
    public int levelOfWord(int word) {
        return firstPlane() + word * fold;
    }

    /** What one term of this class adds to the correction of its sum: {@code beta * 2^exponent}. */
    public int correction() {
        int beta = !signed ? 0 : bits == 1 ? 1 : 1 << (bits - 1);
        return beta << exponent;
    }
}
