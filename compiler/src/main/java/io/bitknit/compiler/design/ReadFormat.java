// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.design;

/**
 * What an engine must know of a row to read it: where its words stand. Rows of different widths and exponents have the
 * same format if they have as many words at the same levels; their planes beyond their bits hold 0.
 *
 * @param firstPlane significance of plane 0 of word 0
 * @param words that the row occupies per block of lanes
 * @param fold planes per word: 1, 2, 4 or 8
 */
public record ReadFormat(int firstPlane, int words, int fold) {
    /** Format of a stored row whose planes are moved up by {@code shift}. */
    public static ReadFormat of(RowClass row, int shift) {
        return new ReadFormat(row.firstPlane() + shift, row.words(), row.fold());
    }

    /** Significance level of word 0 is {@code firstPlane}; of word w it is {@code firstPlane + w * fold}. */
    public int topLevel() {
        return firstPlane + (words - 1) * fold;
    }

    /** Whether a word is read at a level, and at the given distance of levels within a word. */
    public boolean activeAt(int level, int distance) {
        int above = level - firstPlane;
        return above >= 0 && above % distance == 0 && above / fold < words;
    }
}
