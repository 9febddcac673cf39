// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

/**
 * For every row of the input, the destinations that sum it (as often as they do) and the terms' numbers.
 *
 * @param start {@code [rows + 1]}; never mutated
 * @param destination per term; never mutated
 */
record Transposed(int[] start, int[] destination) {
    static Transposed of(Terms terms, int rows) {
        int[] start = new int[rows + 1];
        for (int k = 0; k < terms.count(); k++) {
            start[terms.source()[k] + 1]++;
        }
        for (int u = 0; u < rows; u++) {
            start[u + 1] += start[u];
        }
        int[] next = java.util.Arrays.copyOf(start, rows);
        int[] destination = new int[terms.count()];
        for (int v = 0; v < terms.destinations(); v++) {
            for (int k = terms.rowStart()[v]; k < terms.rowStart()[v + 1]; k++) {
                destination[next[terms.source()[k]]++] = v;
            }
        }
        return new Transposed(start, destination);
    }

    int count(int row) {
        return start[row + 1] - start[row];
    }
}
