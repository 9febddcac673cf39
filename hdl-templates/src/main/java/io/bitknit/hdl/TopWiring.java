// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * What the top module has beside its units: read answers, trace, counters.
 *
 * @param engines engines
 * @param slots slots of an engine
 * @param banksPerSlot banks of an engine that a slot writes
 * @param wordBits bits of a bank word
 * @param loadAddressBits width of a load address
 */
public record TopWiring(int engines, int slots, int banksPerSlot, int wordBits, int loadAddressBits) implements Unit {
    static TopWiring of(AcceleratorShape s) {
        return new TopWiring(
                s.engines(), s.slots(), s.localBanksPerSlot(), s.wordBits(), TemplateNames.loadAddressBits(s));
    }

    @Override
    public String unitName() {
        return "top";
    }

    @Override
    public int latencyCycles() {
        return 0;
    }

    @Override
    public Growth growth(AreaFamily family) {
        int further = engines - 1;
        // The trace of writes is for simulation: a board leaves it open and its logic goes.
        return new Growth()
                .tables("engines", engines)
                .tables("further engines", further)
                .tables("word bits of engines", engines * wordBits)
                .tables("address bits", loadAddressBits)
                .tables("traced banks", engines * slots * AcceleratorShape.ceilLog2(banksPerSlot))
                .tables("products of traced banks", product() ? engines * slots : 0)
                .tables("one", 1)
                .ffs("word bits", wordBits)
                .ffs("one", 1);
    }

    /** The bank of a traced write is a product where the writers are no power of two, and hard multipliers of ECP5 take it. */
    @Override
    public Resources blocks(AreaFamily family) {
        return new Resources(0, 0, 0, product() && family == AreaFamily.ECP5 ? (long) engines * slots : 0);
    }

    private boolean product() {
        return banksPerSlot > 2 && Integer.bitCount(engines * slots) > 1;
    }
}
