// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

/**
 * What each destination sums: {@code y[v] = sum over k in rowStart[v] .. rowStart[v+1]-1 of 2^shift[k] * x[source[k]]}.
 *
 * @param rowStart {@code [destinations + 1]}; never mutated
 * @param source rows of the input tensor; never mutated
 * @param shift extra power of two of each term, 0..7; empty if all are 0; never mutated
 */
public record Terms(int[] rowStart, int[] source, byte[] shift) {
    /** No destinations. */
    public static final Terms NONE = new Terms(new int[1], new int[0], new byte[0]);

    public int destinations() {
        return rowStart.length - 1;
    }

    public int count() {
        return rowStart[rowStart.length - 1];
    }

    public int countOf(int destination) {
        return rowStart[destination + 1] - rowStart[destination];
    }

    public int shiftOf(int term) {
        return shift.length == 0 ? 0 : shift[term];
    }
}
