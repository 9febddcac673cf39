// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Numbers beside the operations. The arrays may hold millions of elements, so they are shared and never copied; nobody
 * mutates them. Equal when their contents are.
 */
public sealed interface ConstantArray
        permits ConstantArray.Int8s,
                ConstantArray.Int32s,
                ConstantArray.Int64s,
                ConstantArray.Terms,
                ConstantArray.SparseRows {
    /** Kind and sizes as the text form prints them, for example {@code terms[2708 x 13264]}. */
    String shape();

    /** Feeds the contents to a digest; arrays of equal shape and digest are taken as equal. */
    void digest(MessageDigest sha256);

    /** First 16 hexadecimal digits of the SHA-256 of the contents, integers most significant byte first. */
    default String digestPrefix() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            digest(sha256);
            return HexFormat.of().formatHex(sha256.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Small numbers: weights row by row, widths, exponents. */
    record Int8s(byte[] values) implements ConstantArray {
        @Override
        public String shape() {
            return "i8[" + values.length + "]";
        }

        @Override
        public void digest(MessageDigest sha256) {
            sha256.update(values);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Int8s other && Arrays.equals(values, other.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** Multipliers. */
    record Int32s(int[] values) implements ConstantArray {
        @Override
        public String shape() {
            return "i32[" + values.length + "]";
        }

        @Override
        public void digest(MessageDigest sha256) {
            digestInts(sha256, values);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Int32s other && Arrays.equals(values, other.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** Biases. */
    record Int64s(long[] values) implements ConstantArray {
        @Override
        public String shape() {
            return "i64[" + values.length + "]";
        }

        @Override
        public void digest(MessageDigest sha256) {
            ByteBuffer bytes = ByteBuffer.allocate(8);
            for (long value : values) {
                sha256.update(bytes.putLong(0, value).array());
            }
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Int64s other && Arrays.equals(values, other.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /**
     * What each destination sums: {@code y[v] = sum over k in rowStart[v] .. rowStart[v+1]-1 of 2^shift[k] *
     * x[source[k]]}.
     *
     * @param rowStart {@code [destinations + 1]}, ascending from 0
     * @param source rows of the operand
     * @param shift extra power of two per term, 0..7; empty if all are 0
     */
    record Terms(int[] rowStart, int[] source, byte[] shift) implements ConstantArray {
        public int destinations() {
            return rowStart.length - 1;
        }

        public int count() {
            return rowStart[rowStart.length - 1];
        }

        public int shiftOf(int term) {
            return shift.length == 0 ? 0 : shift[term];
        }

        @Override
        public String shape() {
            return "terms[" + destinations() + " x " + count() + "]";
        }

        @Override
        public void digest(MessageDigest sha256) {
            digestInts(sha256, rowStart);
            digestInts(sha256, source);
            sha256.update(shift);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Terms other
                    && Arrays.equals(rowStart, other.rowStart)
                    && Arrays.equals(source, other.source)
                    && Arrays.equals(shift, other.shift);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * Arrays.hashCode(rowStart) + Arrays.hashCode(source)) + Arrays.hashCode(shift);
        }
    }

    /**
     * Unsigned input codes in compressed rows, zeros left out.
     *
     * @param features columns
     * @param rowStart {@code [rows + 1]}, ascending from 0
     * @param column feature of each entry, ascending within a row
     * @param code value of each entry, as an unsigned byte
     */
    record SparseRows(int features, int[] rowStart, int[] column, byte[] code) implements ConstantArray {
        public int rows() {
            return rowStart.length - 1;
        }

        public int entries() {
            return rowStart[rowStart.length - 1];
        }

        @Override
        public String shape() {
            return "sparse[" + rows() + " x " + features + " x " + entries() + "]";
        }

        @Override
        public void digest(MessageDigest sha256) {
            digestInts(sha256, rowStart);
            digestInts(sha256, column);
            sha256.update(code);
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof SparseRows other
                    && features == other.features
                    && Arrays.equals(rowStart, other.rowStart)
                    && Arrays.equals(column, other.column)
                    && Arrays.equals(code, other.code);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * Arrays.hashCode(rowStart) + Arrays.hashCode(column)) + Arrays.hashCode(code);
        }
    }

    private static void digestInts(MessageDigest sha256, int[] values) {
        ByteBuffer block = ByteBuffer.allocate(4 << 12);
        for (int from = 0; from < values.length; from += 1 << 12) {
            int n = Math.min(1 << 12, values.length - from);
            block.asIntBuffer().put(values, from, n);
            sha256.update(block.array(), 0, 4 * n);
        }
    }
}
