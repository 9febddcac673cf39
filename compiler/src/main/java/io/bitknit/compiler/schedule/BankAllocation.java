// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import java.util.Arrays;

/**
 * Start of each tensor in every bank, by first fit over lifetimes: tensors that are never needed at the same time may
 * share words.
 *
 * @param base first word of each tensor; never mutated
 * @param depthWords words per bank
 */
record BankAllocation(int[] base, long depthWords) {
    /**
     * @param words words per bank of each tensor, all blocks
     * @param firstUse stage that writes the tensor
     * @param lastUse last stage that reads it; later than all stages for the scores
     */
    static BankAllocation firstFit(long[] words, int[] firstUse, int[] lastUse) {
        int n = words.length;
        Integer[] bySize = new Integer[n];
        Integer[] byUse = new Integer[n];
        Arrays.setAll(bySize, i -> i);
        Arrays.setAll(byUse, i -> i);
        Arrays.sort(bySize, (a, b) -> words[b] != words[a] ? Long.compare(words[b], words[a]) : a - b);
        BankAllocation one = inOrder(byUse, words, firstUse, lastUse);
        BankAllocation two = inOrder(bySize, words, firstUse, lastUse);
        return two.depthWords < one.depthWords ? two : one;
    }

    private static BankAllocation inOrder(Integer[] order, long[] words, int[] firstUse, int[] lastUse) {
        long[] base = new long[words.length];
        long depth = 0;
        for (int k = 0; k < order.length; k++) {
            int t = order[k];
            long at = 0;
            for (boolean moved = true; moved; ) {
                moved = false;
                for (int j = 0; j < k; j++) {
                    int o = order[j];
                    boolean together = firstUse[t] <= lastUse[o] && firstUse[o] <= lastUse[t];
                    if (together && at < base[o] + words[o] && base[o] < at + words[t]) {
                        at = base[o] + words[o];
                        moved = true;
                    }
                }
            }
            base[t] = at;
            depth = Math.max(depth, at + words[t]);
        }
        int[] narrow = new int[base.length];
        for (int i = 0; i < base.length; i++) {
            narrow[i] = (int) Math.min(base[i], Integer.MAX_VALUE);
        }
        return new BankAllocation(narrow, depth);
    }
}
