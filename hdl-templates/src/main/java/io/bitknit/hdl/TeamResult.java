// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Result registers of the slots of a team, and the selection of a beat's sums.
 *
 * @param lanes lanes of a slot
 * @param planes bits of a feature in a word
 * @param accumulatorBits width of a sum
 * @param slots slots of a team
 * @param requantGroups slots of a beat
 * @param fold2 whether halves of the lanes may be added
 * @param denseUnits dense units whose sums come here, too; 0 without
 * @param denseColumns sums of a dense unit
 */
public record TeamResult(
        int lanes,
        int planes,
        int accumulatorBits,
        int slots,
        int requantGroups,
        boolean fold2,
        int denseUnits,
        int denseColumns)
        implements Unit {
    static TeamResult of(AcceleratorShape s) {
        boolean dense = TemplateNames.hasDense(s);
        return new TeamResult(
                s.lanes(),
                s.planes(),
                s.accumulatorBits(),
                s.slots(),
                s.requantGroups(),
                s.fold2(),
                dense ? s.denseUnits() : 0,
                dense ? s.denseColumns() : 0);
    }

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
    public Growth growth(AreaFamily family) {
        int beats = (slots + requantGroups - 1) / requantGroups;
        int bits = lanes * accumulatorBits;
        int rounds = denseUnits == 0 ? 0 : slots / denseUnits;
        int dense = denseUnits == 0 ? 0 : slots * denseColumns * accumulatorBits;
        int cleared = denseUnits == 0 ? 0 : slots * (lanes - denseColumns) * accumulatorBits;
        int joined = fold2 ? requantGroups * (lanes / 2) * accumulatorBits : 0;
        int chosen = requantGroups * bits;
        // Tables of six inputs join and choose at once.
        boolean sixInputs = family == AreaFamily.XILINX7;
        return new Growth()
                .tables("bits from a dense unit", dense)
                .tables("bits that a dense unit clears", cleared)
                .tables("rounds", rounds)
                .tables("bits chosen from two beats", beats == 2 ? chosen : 0)
                .tables("bits chosen from three beats", beats == 3 ? chosen : 0)
                .tables("bits chosen from four beats", beats == 4 ? chosen : 0)
                .tables("bits chosen from more beats", beats > 4 ? chosen * beats : 0)
                .tables("bits of joined halves", joined)
                .tables("bits of joined halves of several beats", beats > 1 ? joined : 0)
                .tables("bits of joined halves of one beat", sixInputs && beats == 1 ? joined : 0)
                .tables("bits chosen and not joined", sixInputs && beats > 1 && !fold2 ? chosen : 0)
                .tables("one", 1)
                .ffs("registers", bits * (slots + requantGroups));
    }
}
