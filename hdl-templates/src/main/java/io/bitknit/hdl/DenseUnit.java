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

    /** For a shape without dense units: what one of them would be. */
    static DenseUnit of(AcceleratorShape s) {
        return new DenseUnit(
                s.ports() / Math.max(1, s.denseUnits()),
                s.lanes(),
                s.planes(),
                s.densePlanes(),
                s.denseColumns(),
                s.denseWeightBits(),
                s.denseShifts(),
                s.accumulatorBits());
    }

    /** Groups of four lanes that are added first. */
    int groups() {
        return (lanes + 3) / 4;
    }

    /** Width of a weight as a number: -1 and +1 need two bits. */
    int termBits() {
        return Math.max(2, weightBits);
    }

    /** Width of the sum of four weights times numbers of {@code densePlanes} bits. */
    int partialBits() {
        return termBits() + AcceleratorShape.ceilLog2(4 * ((1 << densePlanes) - 1));
    }

    /** Width of the sum of all groups. */
    int sumBits() {
        return partialBits() + Math.max(1, AcceleratorShape.ceilLog2(groups()));
    }

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
        int multiplexed = Integer.bitCount(shifts) > 1 ? columns * accumulatorBits : 0;
        int terms = columns * densePlanes * lanes;
        int either = lanes * (planes * (ports - 1) / 3 + select());
        double tables =
                family.tables(TABLES, terms, terms * weightBits, either, columns * accumulatorBits, multiplexed);
        double ffs =
                lanes * planes * ports + columns * (groups() * partialBits() + sumBits() + (double) accumulatorBits);
        return Resources.of(tables, ffs + 3);
    }

    /** Tables per lane that choose the planes of a step. */
    private int select() {
        return densePlanes * (planes / densePlanes - 1 > 1 ? 2 : planes / densePlanes - 1);
    }
}
