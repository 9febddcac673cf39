// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Row writer of one slot: codes to plane words, one pointer per bank that it writes.
 *
 * @param lanes codes of a row
 * @param planes planes of a word
 * @param addressBits width of a bank address
 * @param banks banks that the slot may write
 * @param fold2 whether words may hold twice the planes of half the lanes
 * @param rowShiftMax largest shift of a row within its word
 */
public record RowWriter(int lanes, int planes, int addressBits, int banks, boolean fold2, int rowShiftMax)
        implements Unit {
    static RowWriter of(AcceleratorShape s) {
        return new RowWriter(s.lanes(), s.planes(), s.addressBits(), s.localBanksPerSlot(), s.fold2(), s.rowShiftMax());
    }

    @Override
    public String unitName() {
        return "row_writer";
    }

    /** Codes to the first word at the bank. */
    @Override
    public int latencyCycles() {
        return 2;
    }

    @Override
    public Growth growth(AreaFamily family) {
        int fold = planes * (fold2 ? 2 : 1);
        return new Growth()
                .tables("lanes, one plane", planes == 1 && !fold2 ? lanes : 0)
                .tables("lanes, two planes", planes == 2 && !fold2 ? lanes : 0)
                .tables("lanes, four planes", planes == 4 && !fold2 ? lanes : 0)
                .tables("lanes, one plane folded", planes == 1 && fold2 ? lanes : 0)
                .tables("lanes, two planes folded", planes == 2 && fold2 ? lanes : 0)
                .tables("lanes, four planes folded", planes == 4 && fold2 ? lanes : 0)
                .tables("address bits", addressBits)
                .tables("address bits of banks", banks * addressBits)
                .tables("address bits chosen from banks", banks > 1 ? (banks - 1) * addressBits : 0)
                .tables("banks", banks)
                .tables("planes that shift by 1", rowShiftMax == 1 ? fold * lanes : 0)
                .tables("planes that shift by 3", rowShiftMax > 1 ? fold * lanes : 0)
                .tables("shifted rows", rowShiftMax > 0 ? 1 : 0)
                .tables("one", 1)
                .ffs("rows and words", (AcceleratorShape.CODE_BITS + planes) * lanes)
                .ffs("lanes that fold", fold2 && fold > AcceleratorShape.CODE_BITS / 2 ? lanes : 0)
                .ffs("pointers", banks * addressBits)
                .ffs("address bits", addressBits)
                .ffs("select bits", AcceleratorShape.ceilLog2(banks))
                .ffs("one", 1);
    }
}
