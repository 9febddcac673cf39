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
 */
public record RowWriter(int lanes, int planes, int addressBits, int banks, boolean fold2) implements Unit {
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
    public Resources resources(AreaFamily family) {
        double pointers = (double) banks * addressBits;
        double tables = (fold2 ? 12.5 : 9.5) * lanes + pointers + 25;
        return Resources.logic(family, tables, 9.0 * lanes + pointers + 18);
    }
}
