// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Byte commands of the host to loads, runs and answers.
 *
 * @param loadBits widest word that is loaded
 * @param loadAddressBits width of a load address
 * @param wordBits bits of a bank word
 * @param answerBits widest answer
 * @param setAddressBits width of a weight set's address; 0 without dense units
 */
public record HostLink(int loadBits, int loadAddressBits, int wordBits, int answerBits, int setAddressBits)
        implements Unit {
    static HostLink of(AcceleratorShape s) {
        return new HostLink(
                TemplateNames.loadBits(s),
                TemplateNames.loadAddressBits(s),
                s.wordBits(),
                TemplateNames.answerBits(s),
                TemplateNames.hasDense(s) ? TemplateNames.setAddressBits(s) : 0);
    }

    @Override
    public String unitName() {
        return "host_link";
    }

    /** Last byte of a word to the load bus. */
    @Override
    public int latencyCycles() {
        return 1;
    }

    @Override
    public Growth growth(AreaFamily family) {
        boolean dense = setAddressBits > 0;
        int byteBits = AcceleratorShape.ceilLog2(TemplateNames.bytes(loadBits));
        return new Growth()
                .tables("load bits", loadBits)
                .tables("address bits", loadAddressBits)
                .tables("address bits, dense", dense ? loadAddressBits : 0)
                .tables("answer bits", answerBits)
                .tables("word bits", wordBits)
                .tables("set address bits", setAddressBits)
                .tables("byte number bits", byteBits)
                .tables("dense", dense ? 1 : 0)
                .tables("one", 1)
                .ffs("load bits", loadBits)
                .ffs("address bits", loadAddressBits)
                .ffs("answer bits", answerBits)
                .ffs("set address bits", setAddressBits)
                .ffs("byte number bits", byteBits + AcceleratorShape.ceilLog2(answerBits / 8))
                .ffs("one", 1);
    }
}
