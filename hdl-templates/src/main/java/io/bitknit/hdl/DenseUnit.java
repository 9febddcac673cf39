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

    /** Lanes that are added first: four terms. A word has at most 64 bits, so that three sums of four are enough. */
    int groupLanes() {
        return 4 / densePlanes;
    }

    /** Groups of lanes that are added first. */
    int groups() {
        return (lanes + groupLanes() - 1) / groupLanes();
    }

    /** Width of a weight as a number: -1 and +1 need two bits. */
    int termBits() {
        return Math.max(2, weightBits);
    }

    /** Width of the sum of a group of weights times numbers of {@code densePlanes} bits. */
    int partialBits() {
        return termBits() + AcceleratorShape.ceilLog2(groupLanes() * ((1 << densePlanes) - 1));
    }

    /** Sums of four groups. */
    int quads() {
        return (groups() + 3) / 4;
    }

    /** Width of the sum of four groups. */
    int quadBits() {
        return partialBits() + Math.max(1, AcceleratorShape.ceilLog2(Math.min(4, groups())));
    }

    /** Width of the sum of all groups. */
    int sumBits() {
        return quadBits() + Math.max(1, AcceleratorShape.ceilLog2(quads()));
    }

    /** Terms of a group of lanes beyond two: each is taken away by an adder of three to two before the last sum. */
    private int compressed(int groupLanes) {
        return Math.max(0, groupLanes * densePlanes - 2);
    }

    @Override
    public String unitName() {
        return "dense_unit";
    }

    /** Bank word to accumulator. */
    @Override
    public int latencyCycles() {
        return 6;
    }

    @Override
    public Growth growth(AreaFamily family) {
        int terms = columns * densePlanes * lanes;
        int steps = planes / densePlanes;
        int rest = lanes % groupLanes();
        int accumulators = columns * accumulatorBits;
        // Bits above the accumulator are not there; a single term has its own sign.
        int part = Math.min(partialBits(), accumulatorBits);
        int restPart = rest == 1 && densePlanes == 1 ? Math.min(termBits(), accumulatorBits) : part;
        int parts = lanes / groupLanes() * part + (rest == 0 ? 0 : restPart);
        int quad = Math.min(groups() == 1 ? partialBits() : quadBits(), accumulatorBits);
        int sum = quads() == 1 ? quad : Math.min(sumBits(), accumulatorBits);
        boolean sixInputs = family == AreaFamily.XILINX7;
        int wordsPerTable = sixInputs ? 5 : 3;
        int choices = (ports - 1 + wordsPerTable - 1) / wordsPerTable;
        int compressed = compressed(groupLanes()) * (lanes / groupLanes()) + compressed(rest);
        int compressedBits = sixInputs ? columns * compressed * termBits() : 0;
        return new Growth()
                .tables("columns", columns)
                .tables("terms", terms)
                .tables("bits of terms", terms * termBits())
                .tables("terms of one bit", weightBits == 1 ? terms : 0)
                .tables("bits of terms of several planes", densePlanes > 1 ? terms * termBits() : 0)
                .tables("bits of partial sums", columns * parts)
                .tables("bits of a rest", rest == 0 ? 0 : columns * restPart)
                .tables("bits of further groups", columns * (groups() - quads()) * quad)
                .tables("bits of further quads", columns * (quads() - 1) * sum)
                .tables("bits of words from several ports", lanes * planes * choices)
                .tables("bits compressed of one plane", densePlanes == 1 ? compressedBits : 0)
                .tables("bits compressed of several planes", densePlanes > 1 ? compressedBits : 0)
                .tables("bits chosen from two steps", steps == 2 ? lanes * densePlanes : 0)
                .tables("bits chosen from four steps", steps == 4 ? lanes * densePlanes : 0)
                .tables("accumulator bits", accumulators)
                .tables("accumulator bits, one shift", Integer.bitCount(shifts) == 1 ? accumulators : 0)
                .tables("accumulator bits, two shifts", Integer.bitCount(shifts) == 2 ? accumulators : 0)
                .tables("accumulator bits, three shifts", Integer.bitCount(shifts) == 3 ? accumulators : 0)
                .tables("one", 1)
                .ffs("words", lanes * planes * ports)
                .ffs("numbers", lanes * densePlanes)
                .ffs("sums", columns * (parts + quads() * quad + sum + accumulatorBits))
                .ffs("one", 1);
    }
}
