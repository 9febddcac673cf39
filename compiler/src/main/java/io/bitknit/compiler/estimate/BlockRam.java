// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.estimate;

import io.bitknit.boards.Family;

/** Block RAMs of a memory with one read and one write port. */
final class BlockRam {
    /** Memories of at most so many words are built from look-up tables. */
    private static final int DISTRIBUTED_WORDS = 16;

    private BlockRam() {}

    /** The widest shapes of a block, each {width in bits, depth in words}; half the width gives twice the depth. */
    private static int[][] shapes(Family family) {
        return family.bramBlockKbit() == 4
                ? new int[][] {{16, 256}, {8, 512}, {4, 1024}, {2, 2048}}
                : new int[][] {{36, 512}, {18, 1024}, {9, 2048}, {4, 4096}, {2, 8192}, {1, 16384}};
    }

    static boolean inTables(int words) {
        return words <= DISTRIBUTED_WORDS;
    }

    static long blocks(Family family, int widthBits, int words) {
        if (inTables(words)) {
            return 0;
        }
        long best = Long.MAX_VALUE;
        for (int[] shape : shapes(family)) {
            long across = (widthBits + shape[0] - 1) / shape[0];
            long down = (words + shape[1] - 1) / shape[1];
            best = Math.min(best, across * down);
        }
        return best;
    }
}
