// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Dense combination of one row, {@code densePlanes} planes per cycle, with stationary weights.
 *
 * @param ports banks that a row may come from
 * @param lanes input features
 * @param planes bits of a feature in a word
 * @param densePlanes planes that are taken per cycle
 * @param columns output features
 * @param weightBits width of a weight
 * @param shifts shift fields that the accumulators know, a bit each
 * @param accumulatorBits width of a sum
 */
public record DenseUnit(
        int ports, int lanes, int planes, int densePlanes, int columns, int weightBits, int shifts, int accumulatorBits)
        implements Unit {
    /** Tables for each term, bit of a term, input bit to choose, accumulator bit and bit of a multiplexer. */
    private static final double[][] TABLES = {
        {3.168, 2.448, 0.156, 0.569, 1.57},
        {2.875, 2.596, 0.443, 0.392, 1.57},
        {3.405, 1.246, 2.587, 1.669, 1.1},
    };

    @Override
    public String unitName() {
        return "dense_unit";
    }

    /** Bank word to accumulator. */
    @Override
    public int latencyCycles() {
        return 4;
    }

    @Override
    public Resources resources(AreaFamily family) {
        int groups = (lanes + 3) / 4;
        int termBits = Math.max(2, weightBits);
        int partialBits = termBits + AcceleratorShape.ceilLog2(4 * ((1 << densePlanes) - 1));
        int sumBits = partialBits + Math.max(1, AcceleratorShape.ceilLog2(groups));
        int multiplexed = Integer.bitCount(shifts) > 1 ? columns * accumulatorBits : 0;
        int terms = columns * densePlanes * lanes;
        int either = lanes * (planes * (ports - 1) / 3 + select());
        double tables =
                family.tables(TABLES, terms, terms * weightBits, either, columns * accumulatorBits, multiplexed);
        double ffs = lanes * planes * ports + columns * (groups * partialBits + sumBits + (double) accumulatorBits);
        return Resources.of(tables, ffs + 3);
    }

    /** Tables per lane that choose the planes of a step. */
    private int select() {
        return densePlanes * (planes / densePlanes - 1 > 1 ? 2 : planes / densePlanes - 1);
    }
}
