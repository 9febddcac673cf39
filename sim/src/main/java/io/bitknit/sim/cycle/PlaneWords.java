// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

/** Codes to bit planes: the words that a row writer stores. */
final class PlaneWords {
    private PlaneWords() {}

    /**
     * Transposes 8 codes of 8 bits: byte k of the result is plane k of the codes, code i at bit i. Three rounds swap
     * blocks of 1, 2 and 4 bits (Hacker's Delight, 7-3).
     */
    static long transpose(long codes) {
        long x = codes;
        long t = (x ^ x >>> 7) & 0x00AA00AA00AA00AAL;
        x ^= t ^ t << 7;
        t = (x ^ x >>> 14) & 0x0000CCCC0000CCCCL;
        x ^= t ^ t << 14;
        t = (x ^ x >>> 28) & 0x00000000F0F0F0F0L;
        return x ^ t ^ t << 28;
    }

    /**
     * Writes the words of a row.
     *
     * @param planes per group of 8 lanes, as {@link #transpose} gives them
     * @param groups groups of 8 lanes
     * @param fold planes per word: with 2, plane {@code 2w + 1} lies {@code halfLanes} bits higher in word w
     * @param halfLanes half the lanes of a word
     * @param words destination
     * @param at first word
     * @param count words of the row
     */
    static void store(long[] planes, int groups, int fold, int halfLanes, long[] words, int at, int count) {
        for (int w = 0; w < count; w++) {
            long word = plane(planes, groups, w * fold);
            if (fold == 2) {
                word |= plane(planes, groups, w * 2 + 1) << halfLanes;
            }
            words[at + w] = word;
        }
    }

    private static long plane(long[] planes, int groups, int plane) {
        long word = 0;
        for (int g = 0; g < groups; g++) {
            word |= (planes[g] >>> 8 * plane & 0xFF) << 8 * g;
        }
        return word;
    }
}
