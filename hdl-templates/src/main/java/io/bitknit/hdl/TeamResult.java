// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Result registers of the slots of a team, and the selection of a beat's sums. On iCE40 the formula is an upper bound:
 * lanes that no dense column reaches are cleared by the flip-flop there.
 *
 * @param lanes lanes of a slot
 * @param accumulatorBits width of a sum
 * @param slots slots of a team
 * @param requantGroups slots of a beat
 * @param fold2 whether halves of the lanes may be added
 * @param dense whether sums of dense units come here, too
 */
public record TeamResult(int lanes, int accumulatorBits, int slots, int requantGroups, boolean fold2, boolean dense)
        implements Unit {
    @Override
    public String unitName() {
        return "team_result";
    }

    /** Accumulator to selected sum. */
    @Override
    public int latencyCycles() {
        return 2;
    }

    @Override
    public Resources resources(AreaFamily family) {
        int beats = (slots + requantGroups - 1) / requantGroups;
        double select = requantGroups * (beats == 1 ? 0 : beats - 1 - (beats > 3 ? 0.3 * (beats - 3) : 0));
        double fold = fold2 ? 0.5 * requantGroups : 0;
        double perBit = (dense ? slots : 0) + select + fold;
        int foldedBits = requantGroups * (lanes / 2) * (accumulatorBits / 2);
        double carry = fold2 ? 2.0 * foldedBits : 0;
        double bits = (double) lanes * accumulatorBits;
        // Wide selections pack less well into 6-input tables than other logic does.
        double packing = family == AreaFamily.XILINX7 ? 1.6 * family.tablesPerEcp5Table() : 1;
        return Resources.logic(family, packing * (bits * perBit + carry), bits * (slots + requantGroups));
    }
}
