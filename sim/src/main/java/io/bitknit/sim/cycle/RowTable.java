// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cycle;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Every row block that is ever written, in the order of writing, and which of them each bank word belongs to at the
 * moment. Words and values of a row are then found by its number, without addresses.
 */
final class RowTable {
    private static final int NEVER_READ = -1;

    private final int ports;
    /** {@code [engine * ports + bank][address]}: number of the word + 1, 0 if the word was never written. */
    private final int[][] wordAt;

    private int rows;
    private int words;
    private int[] firstWord = new int[1024];
    private byte[] fold = new byte[1024];
    private byte[] bits = new byte[1024];
    private byte[] shift = new byte[1024];
    private int[] rowOfWord = new int[4096];

    private final Map<Long, Integer> copyNumber = new HashMap<>();
    private int copies;
    private int[] copySource = new int[16];
    private byte[] copyShift = new byte[16];

    RowTable(int engines, int ports) {
        this.ports = ports;
        this.wordAt = new int[engines * ports][0];
    }

    /** Appends a row of {@code wordCount} words; its words have consecutive numbers. Returns its number. */
    int add(int rowBits, int rowFold, int wordCount) {
        if (rows + 1 >= firstWord.length) {
            firstWord = Arrays.copyOf(firstWord, rows * 2);
            fold = Arrays.copyOf(fold, rows * 2);
            bits = Arrays.copyOf(bits, rows * 2);
            shift = Arrays.copyOf(shift, rows * 2);
        }
        if (words + wordCount > rowOfWord.length) {
            rowOfWord = Arrays.copyOf(rowOfWord, Math.max(words + wordCount, words * 2));
        }
        Arrays.fill(rowOfWord, words, words + wordCount, rows);
        fold[rows] = (byte) rowFold;
        bits[rows] = (byte) rowBits;
        shift[rows] = NEVER_READ;
        words += wordCount;
        firstWord[rows + 1] = words;
        return rows++;
    }

    /** Places the words of a row in a bank of one engine, from {@code address} on. */
    void place(int row, int engine, int bank, int address) {
        int index = engine * ports + bank;
        int end = address + wordCount(row);
        if (end > wordAt[index].length) {
            wordAt[index] = Arrays.copyOf(wordAt[index], Math.max(end, wordAt[index].length * 2));
        }
        for (int w = 0; w < wordCount(row); w++) {
            wordAt[index][address + w] = firstWord[row] + w + 1;
        }
    }

    /** Number of the word that a bank holds, -1 if it was never written. */
    int wordAt(int engine, int bank, int address) {
        int[] map = wordAt[engine * ports + bank];
        return address >= 0 && address < map.length ? map[address] - 1 : -1;
    }

    /**
     * Number of the row that lies exactly at an address with exactly this format; -1 if there is none, for example
     * because the address is within a row, or because a later row has overwritten a part.
     */
    int rowAt(int engine, int bank, int address, int rowFold, int wordCount) {
        int word = wordAt(engine, bank, address);
        if (word < 0) {
            return -1;
        }
        int row = rowOfWord[word];
        if (firstWord[row] != word || wordCount(row) != wordCount || fold[row] != rowFold) {
            return -1;
        }
        for (int w = 1; w < wordCount; w++) {
            if (wordAt(engine, bank, address + w) != word + w) {
                return -1;
            }
        }
        return row;
    }

    /**
     * Place of a row's packed values, shifted left by {@code valueShift}. The first reader decides how the row itself
     * is kept; a reader with another shift gets a shifted copy, whose number c is returned as {@code -1 - c}.
     */
    int valuePlace(int row, int valueShift) {
        if (shift[row] == NEVER_READ) {
            shift[row] = (byte) valueShift;
        }
        if (shift[row] == valueShift) {
            return row;
        }
        Integer known = copyNumber.putIfAbsent((long) row << 8 | valueShift, copies);
        if (known != null) {
            return -1 - known;
        }
        if (copies == copySource.length) {
            copySource = Arrays.copyOf(copySource, copies * 2);
            copyShift = Arrays.copyOf(copyShift, copies * 2);
        }
        copySource[copies] = row;
        copyShift[copies] = (byte) valueShift;
        return -1 - copies++;
    }

    /** Row that a result of {@link #valuePlace} belongs to. */
    int rowOfPlace(int place) {
        return place >= 0 ? place : copySource[-1 - place];
    }

    /** Shift of the values at a result of {@link #valuePlace}. */
    int shiftOfPlace(int place) {
        return place >= 0 ? shift[place] : copyShift[-1 - place];
    }

    int rows() {
        return rows;
    }

    int words() {
        return words;
    }

    int firstWord(int row) {
        return firstWord[row];
    }

    int wordCount(int row) {
        return firstWord[row + 1] - firstWord[row];
    }

    int bits(int row) {
        return bits[row];
    }

    /** Largest code of the row. */
    int highestCode(int row) {
        return (1 << bits[row]) - 1;
    }

    /** Shift of the row's kept values; 0 if nothing reads it. */
    int shift(int row) {
        return Math.max(0, shift[row]);
    }

    int copies() {
        return copies;
    }

    int copySource(int copy) {
        return copySource[copy];
    }

    int copyShift(int copy) {
        return copyShift[copy];
    }
}
