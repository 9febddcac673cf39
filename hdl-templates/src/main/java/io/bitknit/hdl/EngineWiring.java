// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * What an engine has beside its units: bank addresses, who takes a word, write selection, delays.
 *
 * @param engines engines whose writes a bank may take
 * @param ports feature banks
 * @param wordBits bits of a bank word
 * @param slots slots of a team
 * @param addressBits width of a bank address
 * @param slotBits width of the slot of an entry
 * @param inputClasses classes of rows
 */
public record EngineWiring(
        int engines, int ports, int wordBits, int slots, int addressBits, int slotBits, int inputClasses)
        implements Unit {
    @Override
    public String unitName() {
        return "engine";
    }

    /** Program address to bank word. */
    @Override
    public int latencyCycles() {
        return 3;
    }

    @Override
    public Resources resources(AreaFamily family) {
        // A bank that the engine's own writer owns in both kinds of phases needs no choice between two.
        double choice = wordBits * (engines - 1.0) / engines;
        double tables = ports * (2.0 * addressBits + choice + slots + 2 * inputClasses + 11) + 95;
        double ffs = ports * (addressBits + slotBits + slots + 2.0) + 195;
        // The 7 series delays control in shift-register tables.
        return Resources.logic(family, tables, family == AreaFamily.XILINX7 ? 0.78 * ffs : ffs);
    }
}
