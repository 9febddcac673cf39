// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.program;

import java.util.Arrays;

/** Fills words of any width with fields, lowest field first; words are stored most significant byte first. */
final class WordPacker {
    private final int wordBits;
    private final int bytesPerWord;
    private byte[] data = new byte[64];
    private int words;
    private int bit;

    WordPacker(int wordBits) {
        this.wordBits = wordBits;
        this.bytesPerWord = (wordBits + 7) / 8;
    }

    /** Starts a word; its fields are zero until they are given. */
    void startWord() {
        words++;
        bit = 0;
        long needed = (long) words * bytesPerWord;
        if (needed > data.length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 16L, Math.max(needed, data.length * 2L)));
        }
    }

    /** Next higher field of the word; {@code value} may be two's complement, only its low bits count. */
    void field(long value, int bits) {
        if (bit + bits > wordBits) {
            throw new IllegalStateException("field ends at bit " + (bit + bits) + " of a word of " + wordBits);
        }
        int last = words * bytesPerWord - 1;
        for (int done = 0; done < bits; ) {
            int part = Math.min(bits - done, 8 - (bit & 7));
            long piece = value >>> done & (1L << part) - 1;
            data[last - (bit >> 3)] |= (byte) (piece << (bit & 7));
            done += part;
            bit += part;
        }
    }

    /** An unsigned field, which must fit. */
    void unsigned(long value, int bits) {
        if (value < 0 || bits < 63 && value >>> bits != 0) {
            throw new IllegalStateException("value " + value + " does not fit " + bits + " bits");
        }
        field(value, bits);
    }

    MemoryImage image(Memory memory, int engine, int address) {
        return new MemoryImage(memory, engine, address, wordBits, words, Arrays.copyOf(data, words * bytesPerWord));
    }
}
