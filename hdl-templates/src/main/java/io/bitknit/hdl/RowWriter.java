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
        double perLane = family == AreaFamily.ICE40
                ? 9.2 + (fold2 ? 3.4 : 0)
                : 9.5 + 0.7 * (planes - 1) + (fold2 ? planes == 1 ? 3 : 1.1 : 0);
        return Resources.of(perLane * lanes + pointers + 25, (8.0 + planes) * lanes + pointers + 18);
    }
}
