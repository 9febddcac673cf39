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
 * @param inputClasses classes of rows
 * @param loadAddressBits width of a load address
 * @param requantGroups slots of a beat
 * @param beatAddressBits width of a descriptor's address
 * @param descriptorBits width of a descriptor
 * @param denseUnits dense units; 0 without
 * @param denseSteps steps in which dense units take a word
 * @param weightChunks memories of stationary weights
 * @param setAddressBits width of a weight set's address; 0 without dense units
 */
public record EngineWiring(
        int engines,
        int ports,
        int wordBits,
        int slots,
        int addressBits,
        int inputClasses,
        int loadAddressBits,
        int requantGroups,
        int beatAddressBits,
        int descriptorBits,
        int denseUnits,
        int denseSteps,
        int weightChunks,
        int setAddressBits)
        implements Unit {
    static EngineWiring of(AcceleratorShape s) {
        boolean dense = TemplateNames.hasDense(s);
        return new EngineWiring(
                s.engines(),
                s.ports(),
                s.wordBits(),
                s.slots(),
                s.addressBits(),
                s.inputClasses(),
                TemplateNames.loadAddressBits(s),
                s.requantGroups(),
                TemplateNames.addressBits(s.beatWords()),
                s.descriptorBits(),
                dense ? s.denseUnits() : 0,
                dense ? s.planes() / s.densePlanes() : 0,
                dense ? s.denseWeightChunks() : 0,
                dense ? TemplateNames.setAddressBits(s) : 0);
    }

    @Override
    public String unitName() {
        return "engine";
    }

    /** Program address to the register of a bank word. */
    @Override
    public int latencyCycles() {
        return 5;
    }

    @Override
    public Growth growth(AreaFamily family) {
        int slotBits = AcceleratorShape.ceilLog2(slots + 1);
        int beats = (slots + requantGroups - 1) / requantGroups;
        int beatBits = AcceleratorShape.ceilLog2(beats);
        boolean dense = denseUnits > 0;
        int rounds = dense ? slots / denseUnits : 0;
        int roundBits = rounds > 1 ? AcceleratorShape.ceilLog2(rounds) : 0;
        int stepBits = denseSteps > 1 ? AcceleratorShape.ceilLog2(denseSteps) : 0;
        int selects = AcceleratorShape.ceilLog2(ports / slots);
        // A bank that the engine's own writer owns in both kinds of phases needs no choice between two.
        double choice = ports * (engines - 1.0) / engines;
        int classChoice = inputClasses > 1 ? ports * (addressBits + 1) : 0;
        // A table of six inputs chooses between four, and a fifth needs more than twice as many.
        boolean sixInputs = family == AreaFamily.XILINX7;
        // Program entry, bank address, the slot of the address and of the word, who skips the word, the word.
        int entryBits = addressBits + slotBits + AcceleratorShape.ceilLog2(inputClasses);
        int portBits = entryBits + addressBits + 2 * slotBits + slots + wordBits;
        return new Growth()
                .tables("ports", ports)
                .tables("address bits of ports", ports * addressBits)
                .tables("classes chosen", classChoice)
                .tables("further classes chosen", inputClasses > 2 ? classChoice * (inputClasses - 2) : 0)
                .tables("more than four classes chosen", sixInputs && inputClasses > 4 ? classChoice : 0)
                .tables("slots of ports", ports * slots)
                .tables("slot bits of ports", ports * slotBits)
                .tables("select bits of ports", ports * selects)
                .tables("chosen words", choice * wordBits)
                .tables("chosen addresses", choice * addressBits)
                .tables("choices", choice)
                .tables("ports, dense", dense ? ports : 0)
                .tables("weight memories", weightChunks)
                .tables("address bits of weight memories", weightChunks * loadAddressBits)
                .tables("descriptor address bits", beatAddressBits)
                .tables("beat bits", beatBits)
                .tables("requantizers", requantGroups)
                .tables("one", 1)
                .ffs("registers of ports", ports * portBits)
                .ffs("registers of classes", inputClasses * (addressBits + 1))
                .ffs("ports, dense", dense ? 3 * ports : 0)
                .ffs("descriptors", requantGroups * descriptorBits)
                .ffs("set address bits", setAddressBits)
                .ffs("round bits", roundBits)
                .ffs("step bits", stepBits)
                .ffs("beat bits", beatBits)
                .ffs("several beats", beats > 1 ? 1 : 0)
                .ffs("descriptor address bits", beatAddressBits)
                .ffs("requantizers", requantGroups)
                .ffs("one", 1);
    }
}
