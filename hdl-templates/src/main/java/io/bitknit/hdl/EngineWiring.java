// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * What an engine has beside its units: bank addresses, word registers, masks, write selection, delays.
 *
 * @param ports feature banks
 * @param wordBits bits of a bank word
 * @param slots slots of a team
 * @param addressBits width of a bank address
 * @param slotBits width of the slot of an entry
 * @param inputClasses classes of rows
 */
public record EngineWiring(int ports, int wordBits, int slots, int addressBits, int slotBits, int inputClasses)
        implements Unit {
    @Override
    public String unitName() {
        return "engine";
    }

    /** Program address to word register. */
    @Override
    public int latencyCycles() {
        return 4;
    }

    @Override
    public Resources resources(AreaFamily family) {
        double tables = ports * (2.0 * addressBits + wordBits + slots + 2 * inputClasses + 8) + 165;
        double ffs = ports * (addressBits + 2.0 * slotBits + slots + wordBits + 3) + 195;
        // The 7 series delays control in shift-register tables.
        return Resources.logic(family, tables, family == AreaFamily.XILINX7 ? 0.78 * ffs : ffs);
    }
}
