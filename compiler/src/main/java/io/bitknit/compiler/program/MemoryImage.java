// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.program;

/**
 * Consecutive words of one memory.
 *
 * @param memory which memory
 * @param engine engine, or {@link #ALL_ENGINES}
 * @param address first word
 * @param wordBits width of a word; it takes {@code ceil(wordBits / 8)} bytes
 * @param words number of words
 * @param data {@code [words * bytesPerWord]}, most significant byte of each word first; never mutated
 */
public record MemoryImage(Memory memory, int engine, int address, int wordBits, int words, byte[] data) {
    public static final int ALL_ENGINES = 0xFF;

    public int bytesPerWord() {
        return (wordBits + 7) / 8;
    }
}
