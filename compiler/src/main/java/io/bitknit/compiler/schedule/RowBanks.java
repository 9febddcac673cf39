// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import java.util.Arrays;

/**
 * Banks of the weight rows: {@code first} for every row and, for the most used rows, {@code second} for a copy. With two
 * banks to choose from, the entries of a team spread almost evenly over the ports.
 *
 * @param first {@code [rows]}; never mutated
 * @param second {@code [rows]}, -1 without a copy; never mutated
 */
record RowBanks(int[] first, int[] second) {
    /** Destinations that the banks are chosen by; more would cost memory and change little. */
    private static final int SAMPLE = 50_000;

    /**
     * Rows by falling use, each to the bank that its destinations read least so far; every bank gets as many rows.
     *
     * @param copies number of rows that get a copy
     */
    static RowBanks choose(Terms terms, int rows, int ports, int copies) {
        int[] use = new int[rows];
        for (int k = 0; k < terms.count(); k++) {
            use[terms.source()[k]]++;
        }
        long[] order = new long[rows];
        for (int u = 0; u < rows; u++) {
            order[u] = (long) (Integer.MAX_VALUE - use[u]) << 32 | u;
        }
        Arrays.sort(order);
        int sample = Math.min(SAMPLE, terms.destinations());
        int[] sampled = Arrays.copyOf(terms.rowStart(), sample + 1);
        Transposed uses = Transposed.of(new Terms(sampled, terms.source(), new byte[0]), rows);
        int[] reads = new int[sample * ports];
        int[] rowsIn = new int[ports];
        int[] first = new int[rows];
        int[] second = new int[rows];
        Arrays.fill(second, -1);
        for (int i = 0; i < rows; i++) {
            place((int) order[i], uses, reads, rowsIn, (rows + ports - 1) / ports, -1, first);
        }
        Arrays.fill(rowsIn, 0);
        for (int i = 0; i < Math.min(copies, rows) && ports > 1; i++) {
            int row = (int) order[i];
            place(row, uses, reads, rowsIn, (copies + ports - 1) / ports + 1, first[row], second);
        }
        return new RowBanks(first, second);
    }

    private static void place(
            int row, Transposed uses, int[] reads, int[] rowsIn, int mostRows, int without, int[] bankOf) {
        int ports = rowsIn.length;
        long[] cost = new long[ports];
        for (int k = uses.start()[row]; k < uses.start()[row + 1]; k++) {
            int from = uses.destination()[k] * ports;
            for (int b = 0; b < ports; b++) {
                cost[b] += reads[from + b];
            }
        }
        int best = -1;
        for (int b = 0; b < ports; b++) {
            if (b == without || rowsIn[b] >= mostRows) {
                continue;
            }
            boolean better = best < 0 || cost[b] < cost[best] || cost[b] == cost[best] && rowsIn[b] < rowsIn[best];
            best = better ? b : best;
        }
        bankOf[row] = best;
        rowsIn[best]++;
        for (int k = uses.start()[row]; k < uses.start()[row + 1]; k++) {
            reads[uses.destination()[k] * ports + best]++;
        }
    }
}
