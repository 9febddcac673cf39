// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

/**
 * Rows that are stored in the feature banks, and how they are written.
 *
 * @param name unique in the workload
 * @param rows number of rows
 * @param features elements of a row
 * @param signed whether values may be negative
 * @param bits width per row, 1..8; never mutated
 * @param exponents power of two per row, 0..7; never mutated
 * @param multipliers requantizer multiplier per row; empty for rows that the host loads; never mutated
 * @param bias per feature; empty for rows that the host loads; never mutated
 */
public record TensorFormat(
        String name,
        int rows,
        int features,
        boolean signed,
        byte[] bits,
        byte[] exponents,
        int[] multipliers,
        long[] bias) {}
