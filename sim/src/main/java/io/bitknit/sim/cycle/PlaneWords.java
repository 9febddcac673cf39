// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

/**
 * Codes to bit planes, for a batch of rows at once: the words that row writers store. Codes of 8 lanes are two ints, a
 * byte each; {@code low} has lanes 0..3 and {@code high} lanes 4..7. Loops run over the rows of the batch, so that the
 * Java machine can use vector instructions.
 */
final class PlaneWords {
    private PlaneWords() {}

    /**
     * Transposes: byte k of {@code low} becomes plane k of the 8 codes, code i at bit i; {@code high} has planes 4..7
     * (Hacker's Delight, 7-3, with the bytes in the other order).
     */
    static void transpose(int[] low, int[] high, int count) {
        for (int i = 0; i < count; i++) {
            int x = low[i];
            int y = high[i];
            int t = (x ^ x >>> 7) & 0x00AA00AA;
            x = x ^ t ^ t << 7;
            int u = (y ^ y >>> 7) & 0x00AA00AA;
            y = y ^ u ^ u << 7;
            t = (x ^ x >>> 14) & 0x0000CCCC;
            x = x ^ t ^ t << 14;
            u = (y ^ y >>> 14) & 0x0000CCCC;
            y = y ^ u ^ u << 14;
            low[i] = x & 0x0F0F0F0F | (y & 0x0F0F0F0F) << 4;
            high[i] = x >>> 4 & 0x0F0F0F0F | y & 0xF0F0F0F0;
        }
    }

    /**
     * Collects one plane of up to four groups of 8 lanes.
     *
     * @param planes transposed codes per group: {@code low} for planes 0..3, {@code high} for 4..7
     * @param byteIndex plane within the int, 0..3
     * @param firstGroup first group
     * @param groups number of groups in all; at most four are taken
     * @param word one int per row
     */
    static void plane(int[][] planes, int byteIndex, int firstGroup, int groups, int[] word, int count) {
        int right = 8 * byteIndex;
        int[] first = planes[firstGroup];
        for (int i = 0; i < count; i++) {
            word[i] = first[i] >>> right & 0xFF;
        }
        int end = Math.min(groups, firstGroup + 4);
        for (int g = firstGroup + 1; g < end; g++) {
            int[] next = planes[g];
            int left = 8 * (g - firstGroup);
            for (int i = 0; i < count; i++) {
                word[i] |= (next[i] >>> right & 0xFF) << left;
            }
        }
    }
}
