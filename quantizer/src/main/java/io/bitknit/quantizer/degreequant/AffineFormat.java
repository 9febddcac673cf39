// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.degreequant;

/**
 * Degree-Quant's affine quantizer of one tensor. The range always holds 0, so that a missing term adds exactly 0.
 *
 * @param lowest smallest code
 * @param highest largest code
 * @param scale real distance of two codes, above 0
 * @param zeroPoint code of 0
 */
public record AffineFormat(int lowest, int highest, double scale, int zeroPoint) {
    /** Smallest scale: the distance of 1 to the next float. */
    private static final double LEAST_SCALE = Math.ulp(1f);

    /** A range of its own on either side of 0. */
    public static AffineFormat asymmetric(Percentile.Range seen, int bits, boolean signed) {
        double low = Math.min(0, seen.low());
        double high = Math.max(0, seen.high());
        int lowest = signed ? -(1 << (bits - 1)) : 0;
        int highest = lowest + (1 << bits) - 1;
        if (low == high) {
            return new AffineFormat(lowest, highest, 1, 0);
        }
        double scale = Math.max((high - low) / (highest - lowest), LEAST_SCALE);
        int zero = (int) Math.max(lowest, Math.min(highest, lowest - Math.rint(low / scale)));
        return new AffineFormat(lowest, highest, scale, zero);
    }

    /** The larger of the two sides for both; 0 is in the middle. */
    public static AffineFormat symmetric(Percentile.Range seen, int bits, boolean signed) {
        double most = Math.max(Math.abs(Math.min(0, seen.low())), Math.max(0, seen.high()));
        int lowest = signed ? -(1 << (bits - 1)) : 0;
        int highest = lowest + (1 << bits) - 1;
        if (most == 0) {
            return new AffineFormat(lowest, highest, 1, 0);
        }
        double scale = Math.max(2 * most / (highest - lowest), LEAST_SCALE);
        return new AffineFormat(lowest, highest, scale, signed ? 0 : 1 << (bits - 1));
    }

    private double rounded(double value) {
        return Math.rint(value / scale + zeroPoint);
    }

    /** Code of a value: rounded half to even, then clamped. */
    public int code(double value) {
        return (int) Math.max(lowest, Math.min(highest, rounded(value)));
    }

    public double value(int code) {
        return (code - zeroPoint) * scale;
    }

    /**
     * Whether gradient clipping lets the gradient of a value pass: only strictly between the outermost codes, so a value
     * that is exactly one of them is blocked although nothing was clipped.
     */
    public boolean gradientPasses(double value) {
        double code = rounded(value);
        return code > lowest && code < highest;
    }
}
