// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Memory with one write and one synchronous read port.
 *
 * @param bits width of a word
 * @param words depth
 */
public record Memory(int bits, int words) implements Unit {
    /** Memories of at most so many words are built from look-up tables, where those can be written. */
    private static final int DISTRIBUTED_WORDS = 16;

    /** Memories of fewer bits, a fiftieth of a block, are built from flip-flops on iCE40. */
    private static final int ICE40_BLOCK_LEAST_BITS = 82;

    @Override
    public String unitName() {
        return "memory";
    }

    @Override
    public int latencyCycles() {
        return 1;
    }

    @Override
    public Resources resources(AreaFamily family) {
        if (bits == 0) {
            return new Resources(0, 0, 0, 0);
        }
        if (family == AreaFamily.ICE40 && bits * words < ICE40_BLOCK_LEAST_BITS) {
            // No table of iCE40 can be written.
            return new Resources((long) bits * words, (long) bits * (words + 1), 0, 0);
        }
        if (family != AreaFamily.ICE40 && words <= DISTRIBUTED_WORDS) {
            // Four bits of 16 words take four tables.
            return new Resources((bits + 3) / 4 * 4L, bits, 0, 0);
        }
        long best = Long.MAX_VALUE;
        for (int[] shape : family.blockShapes()) {
            long across = (bits + shape[0] - 1L) / shape[0];
            long down = (words + shape[1] - 1L) / shape[1];
            best = Math.min(best, across * down);
        }
        return new Resources(0, 0, best, 0);
    }
}
