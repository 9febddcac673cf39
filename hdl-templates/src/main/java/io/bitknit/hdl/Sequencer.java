// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Steps of one engine: runs, levels and the offsets of the row classes.
 *
 * @param inputClasses classes of rows
 * @param planes bits of a feature in a word
 * @param fold2 whether words may hold twice the planes of half the lanes
 * @param addressBits width of a bank address
 * @param programAddressBits width of a program address
 * @param runAddressBits width of a run's address
 * @param setAddressBits width of a weight set's address; 0 without dense units
 * @param rounds rounds of a dense team
 * @param denseSteps steps in which dense units take a word
 */
public record Sequencer(
        int inputClasses,
        int planes,
        boolean fold2,
        int addressBits,
        int programAddressBits,
        int runAddressBits,
        int setAddressBits,
        int rounds,
        int denseSteps)
        implements Unit {
    static Sequencer of(AcceleratorShape s) {
        boolean dense = TemplateNames.hasDense(s);
        return new Sequencer(
                s.inputClasses(),
                s.planes(),
                s.fold2(),
                s.addressBits(),
                s.programAddressBits(),
                TemplateNames.addressBits(s.runWords()),
                dense ? TemplateNames.setAddressBits(s) : 0,
                dense ? s.slots() / s.denseUnits() : 0,
                dense ? s.planes() / s.densePlanes() : 0);
    }

    @Override
    public String unitName() {
        return "sequencer";
    }

    /** Start pulse to the first step. */
    @Override
    public int latencyCycles() {
        return 1;
    }

    @Override
    public Growth growth(AreaFamily family) {
        boolean dense = setAddressBits > 0;
        int roundBits = rounds > 1 ? AcceleratorShape.ceilLog2(rounds) : 0;
        return new Growth()
                .tables("classes", inputClasses)
                .tables("classes of several planes", planes > 1 ? inputClasses : 0)
                .tables("classes that fold", fold2 ? inputClasses : 0)
                .tables("offsets of classes", inputClasses * addressBits)
                .tables("program address bits", programAddressBits)
                .tables("run address bits", runAddressBits)
                .tables("dense", dense ? 1 : 0)
                .tables("address bits, dense", dense ? addressBits : 0)
                .tables("program address bits, dense", dense ? programAddressBits : 0)
                .tables("set address bits", setAddressBits)
                .tables("round bits", roundBits)
                .tables("one", 1)
                .ffs("classes", inputClasses)
                .ffs("offsets of classes", inputClasses * addressBits)
                .ffs("addresses", programAddressBits + runAddressBits + addressBits + setAddressBits)
                .ffs("round bits", roundBits)
                .ffs("one", 1);
    }
}
