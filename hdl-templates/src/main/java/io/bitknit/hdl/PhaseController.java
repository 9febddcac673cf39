// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Order of the phases and their registers, one phase ahead.
 *
 * @param lanes lanes with a bias each
 * @param biasBits width of a bias
 * @param inputClasses classes of rows that are read
 * @param outputClasses classes of rows that are written
 * @param addressBits width of a bank address
 * @param configAddressBits width of an address of the configuration
 * @param configIndexBits width of a word's number within a phase
 * @param setAddressBits width of a weight set's address; 0 without dense units
 * @param fold2 whether words may hold twice the planes of half the lanes
 * @param exponentBits width of an exponent
 */
public record PhaseController(
        int lanes,
        int biasBits,
        int inputClasses,
        int outputClasses,
        int addressBits,
        int configAddressBits,
        int configIndexBits,
        int setAddressBits,
        boolean fold2,
        int exponentBits)
        implements Unit {
    static PhaseController of(AcceleratorShape s) {
        return new PhaseController(
                s.lanes(),
                s.biasBits(),
                s.inputClasses(),
                s.outputClasses(),
                s.addressBits(),
                TemplateNames.addressBits(TemplateNames.configDepth(s)),
                AcceleratorShape.ceilLog2(s.configWords()),
                TemplateNames.hasDense(s) ? TemplateNames.setAddressBits(s) : 0,
                s.fold2(),
                AcceleratorShape.ceilLog2(s.exponentMax() + 1));
    }

    @Override
    public String unitName() {
        return "phase_controller";
    }

    /** End of the longest engine to the drain counter. */
    @Override
    public int latencyCycles() {
        return AcceleratorShape.PHASE_OVERHEAD_CYCLES;
    }

    @Override
    public Growth growth(AreaFamily family) {
        boolean dense = setAddressBits > 0;
        return new Growth()
                .tables("address bits of the configuration", configAddressBits)
                .tables("index bits", configIndexBits)
                .tables("dense", dense ? 1 : 0)
                .tables("one", 1)
                .ffs("biases", 2 * lanes * biasBits)
                .ffs("input classes", 18 * inputClasses)
                .ffs("output classes", (42 + exponentBits) * outputClasses)
                .ffs("output classes without exponent", exponentBits == 0 ? outputClasses : 0)
                .ffs("missing exponent bits", (3 - exponentBits) * outputClasses)
                .ffs("address bits", 4 * addressBits)
                .ffs("dense", dense ? 2 * (addressBits + setAddressBits + 1) : 0)
                .ffs("fold", fold2 ? 4 : 0)
                .ffs("configuration address", configAddressBits + 2 * configIndexBits)
                .ffs("one", 1);
    }
}
