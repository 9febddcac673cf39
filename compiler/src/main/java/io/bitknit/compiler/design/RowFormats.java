// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.design;

import io.bitknit.hdl.AcceleratorShape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The widths and exponents that the rows of a tensor have, and the formats in which they are stored.
 *
 * <p>Every level that rows of a sum stand at costs the sum a step. A row that does not fill its word may stand anywhere
 * in it, and so at a lower level: shifts are chosen for the fewest levels. That is the stabbing of intervals: each row
 * allows the levels from its significance down to that less the room in its word; taken by ascending significance, each
 * joins a level that is there, or else adds its own significance.
 */
public final class RowFormats {
    /** Values of {@link #index} are below it. */
    public static final int INDICES = 72;

    private static final int EXPONENTS = 8;
    private static final int LEVELS = 32;

    private final boolean signed;
    private final boolean[] used = new boolean[INDICES];

    private RowFormats(boolean signed) {
        this.signed = signed;
    }

    /** @return the formats of rows with these bits and exponents, {@code [rows]} each */
    public static RowFormats of(byte[] bits, byte[] exponents, boolean signed) {
        RowFormats formats = new RowFormats(signed);
        for (int row = 0; row < bits.length; row++) {
            formats.used[formats.index(bits[row], exponents[row])] = true;
        }
        return formats;
    }

    /** Index of a row in the arrays of this class. */
    public int index(int bits, int exponent) {
        return bits * EXPONENTS + exponent;
    }

    /** Number of different formats. */
    public int count() {
        int count = 0;
        for (boolean u : used) {
            count += u ? 1 : 0;
        }
        return count;
    }

    /** Formats as they are stored if no row is shifted, by ascending width and exponent. */
    public List<RowClass> unshifted(int fold) {
        List<RowClass> rows = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            if (used[i]) {
                rows.add(new RowClass(i / EXPONENTS, signed, i % EXPONENTS, fold, 0));
            }
        }
        return rows;
    }

    /** Formats with the shifts that need the fewest levels, by ascending width and exponent. */
    public List<RowClass> aligned(int fold) {
        List<RowClass> rows = unshifted(fold);
        boolean[] read = new boolean[LEVELS];
        // every sum ends at level 0
        read[0] = true;
        for (RowClass row : rows) {
            for (int word = 0; room(row) == 0 && word < row.words(); word++) {
                read[row.firstPlane() + word * fold] = true;
            }
        }
        List<RowClass> ascending = new ArrayList<>(rows);
        ascending.sort(Comparator.comparingInt(RowClass::significance));
        for (RowClass row : ascending) {
            int shift = leastShift(row, read);
            read[row.significance() - shift] = true;
            rows.set(rows.indexOf(row), new RowClass(row.bits(), signed, row.exponent(), fold, shift));
        }
        return List.copyOf(rows);
    }

    /** To the nearest level that is read; 0 if none is in reach. */
    private static int leastShift(RowClass row, boolean[] read) {
        for (int shift = 0; shift <= room(row); shift++) {
            if (read[row.significance() - shift]) {
                return shift;
            }
        }
        return 0;
    }

    private static int room(RowClass row) {
        int planes = Math.max(0, row.fold() - row.bits());
        return Math.min(AcceleratorShape.MOST_ROW_SHIFT, Math.min(planes, row.significance()));
    }
}
