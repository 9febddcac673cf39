// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.sgquant;

/**
 * SGQuant's range of a tensor and its affine quantizer: the mean of the rows' minima and the mean of the rows' maxima.
 * What lies outside is clipped. The range need not hold 0, so an element that is 0 may come back as another number.
 *
 * @param low mean of the rows' smallest elements
 * @param high mean of the rows' largest elements, at least {@code low}
 */
public record RowMeanRange(double low, double high) {
    /**
     * Range of a tensor; {@code [0, 0]} if it has no elements.
     *
     * @param values row-major {@code [rows * columns]}, finite
     */
    public static RowMeanRange of(double[] values, int columns) {
        int rows = columns == 0 ? 0 : values.length / columns;
        double low = 0;
        double high = 0;
        for (int r = 0; r < rows; r++) {
            double smallest = Double.POSITIVE_INFINITY;
            double largest = Double.NEGATIVE_INFINITY;
            for (int c = 0; c < columns; c++) {
                smallest = Math.min(smallest, values[r * columns + c]);
                largest = Math.max(largest, values[r * columns + c]);
            }
            low += smallest / rows;
            high += largest / rows;
        }
        // The two sums round apart; equal rows must give an empty range and not a negative one.
        return new RowMeanRange(low, Math.max(low, high));
    }

    /** Real distance of two codes; 0 for a range without extent, where every value becomes {@code low}. */
    public double scale(int bits) {
        return (high - low) / (Math.scalb(1.0, bits) - 1);
    }

    /**
     * Code of a value, {@code 0 .. 2^bits - 1}: clamped first, then rounded half to even, as the method's program does.
     *
     * @param bits 1..32
     */
    public long code(double value, int bits) {
        double scale = scale(bits);
        if (scale == 0) {
            return 0;
        }
        double most = Math.scalb(1.0, bits) - 1;
        return (long) Math.rint(Math.max(0, Math.min(most, (value - low) / scale)));
    }

    /** "Rematching": the real value of a code. */
    public double value(long code, int bits) {
        return code * scale(bits) + low;
    }

    /** The value that takes the place of {@code value} in a fake-quantized pass. */
    public double quantized(double value, int bits) {
        return value(code(value, bits), bits);
    }

    /** Code by the published formula: {@code floor} and {@code 2^bits} steps; the largest value gets the last code. */
    public long flooredCode(double value, int bits) {
        double scale = Math.scalb(high - low, -bits);
        double most = Math.scalb(1.0, bits) - 1;
        return scale == 0 ? 0 : (long) Math.max(0, Math.min(most, Math.floor((value - low) / scale)));
    }
}
