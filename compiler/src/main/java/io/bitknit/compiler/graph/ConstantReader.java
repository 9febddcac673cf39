// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import io.bitknit.compiler.graph.LineScanner.Unreadable;
import java.util.Arrays;

/** Reads the numbers of an array in the text form. Memory grows with the text, never with what the text promises. */
final class ConstantReader {
    private final LineScanner line;
    private String kind = "";
    private int[] sizes = new int[0];

    ConstantReader(LineScanner line) {
        this.line = line;
    }

    /** Kind and sizes, as {@link ConstantArray#shape} prints them. */
    String shape() throws Unreadable {
        kind = line.word();
        int rank = switch (kind) {
            case "i8", "i32", "i64" -> 1;
            case "terms" -> 2;
            case "sparse" -> 3;
            default -> throw line.expected("i8, i32, i64, terms or sparse before this");
        };
        sizes = new int[rank];
        line.take("[");
        StringBuilder shape = new StringBuilder(kind).append('[');
        for (int i = 0; i < rank; i++) {
            if (i > 0) {
                line.take("x");
                shape.append(" x ");
            }
            sizes[i] = line.size();
            shape.append(sizes[i]);
        }
        line.take("]");
        return shape.append(']').toString();
    }

    /** The numbers after the equals sign; their count may differ from the shape's, which the caller compares. */
    ConstantArray values() throws Unreadable {
        return switch (kind) {
            case "i8" -> new ConstantArray.Int8s(bytes(Byte.MIN_VALUE, Byte.MAX_VALUE));
            case "i32" ->
                new ConstantArray.Int32s(Arrays.stream(longs(Integer.MIN_VALUE, Integer.MAX_VALUE))
                        .mapToInt(v -> (int) v)
                        .toArray());
            case "i64" -> new ConstantArray.Int64s(longs(Long.MIN_VALUE, Long.MAX_VALUE));
            case "terms" -> terms();
            default -> sparseRows();
        };
    }

    private byte[] bytes(int lowest, int highest) throws Unreadable {
        long[] longs = longs(lowest, highest);
        byte[] bytes = new byte[longs.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) longs[i];
        }
        return bytes;
    }

    private long[] longs(long lowest, long highest) throws Unreadable {
        Numbers numbers = new Numbers();
        while (!line.atEnd()) {
            numbers.add(line.integer(lowest, highest));
        }
        return numbers.values();
    }

    private ConstantArray.Terms terms() throws Unreadable {
        Rows rows = rows("<<", 0, 7, false);
        boolean plain = true;
        for (byte shift : rows.second) {
            plain &= shift == 0;
        }
        return new ConstantArray.Terms(rows.start, rows.first, plain ? new byte[0] : rows.second);
    }

    private ConstantArray.SparseRows sparseRows() throws Unreadable {
        Rows rows = rows(":", 1, 255, true);
        return new ConstantArray.SparseRows(sizes[1], rows.start, rows.first, rows.second);
    }

    private record Rows(int[] start, int[] first, byte[] second) {}

    /** Rows between bars; each entry an index and, after the sign, a second number. */
    private Rows rows(String sign, int lowest, int highest, boolean always) throws Unreadable {
        Numbers start = new Numbers();
        Numbers first = new Numbers();
        Numbers second = new Numbers();
        start.add(0);
        boolean open = sizes[0] > 0;
        while (!line.atEnd()) {
            if (line.takes("|")) {
                start.add(first.size());
                open = true;
            } else {
                first.add(line.size());
                if (always) {
                    line.take(sign);
                }
                second.add(always || line.takes(sign) ? line.integer(lowest, highest) : 0);
                open = true;
            }
        }
        if (open) {
            start.add(first.size());
        }
        byte[] bytes = new byte[second.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) second.values()[i];
        }
        return new Rows(start.ints(), first.ints(), bytes);
    }

    /** A list of numbers that grows. */
    private static final class Numbers {
        private long[] all = new long[16];
        private int size;

        void add(long value) {
            if (size == all.length) {
                all = Arrays.copyOf(all, 2 * size);
            }
            all[size++] = value;
        }

        int size() {
            return size;
        }

        long[] values() {
            return size == all.length ? all : (all = Arrays.copyOf(all, size));
        }

        int[] ints() {
            return Arrays.stream(values()).mapToInt(v -> (int) v).toArray();
        }
    }
}
