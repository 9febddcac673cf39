// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Dense combination of one row, {@code densePlanes} planes per cycle, with stationary weights.
 *
 * @param lanes input features
 * @param planes bits of a feature in a word
 * @param densePlanes planes that are taken per cycle
 * @param columns output features
 * @param weightBits width of a weight
 * @param accumulatorBits width of a sum
 */
public record DenseUnit(int lanes, int planes, int densePlanes, int columns, int weightBits, int accumulatorBits) implements Unit {
    @Override
    public String unitName() {
        return "dense_unit";
    }

    /** Word to accumulator. */
    @Override
    public int latencyCycles() {
        return 4;
    }

    @Override
    public Resources resources(AreaFamily family) {
        int groups = (lanes + 3) / 4;
        double tables = lanes * (1.75 * weightBits + 1.9) + 3.0 * accumulatorBits + groups * (weightBits + 4.6);
        double ffs = groups * (weightBits + 2.0) + weightBits + 4 + accumulatorBits;
        return Resources.logic(family, columns * tables, columns * ffs + 2);
    }
}
