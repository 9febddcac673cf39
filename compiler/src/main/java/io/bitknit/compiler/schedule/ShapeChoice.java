// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.model.diag.UserException;

/**
 * The parameters of an accelerator that somebody decides; the scheduler derives all others from the model.
 *
 * @param engines engines, 1..64
 * @param ports feature banks per engine, a multiple of {@code engines * slots}
 * @param lanes features of a bank word
 * @param planes bit planes of a feature in a bank word: 1, 2 or 4; lanes times planes is at most 64
 * @param slots destinations of a team, 1..16
 * @param requantGroups slots that are requantized per cycle, 1..slots
 * @param denseUnits rows that the dense combination takes at once, a divisor of {@code slots}
 * @param densePlanes planes that a dense unit takes per cycle, a divisor of {@code planes}
 * @param fold2 whether narrow tensors may keep twice the planes in a word
 * @param multiplier how the requantizers multiply
 * @param bankWordsLimit deepest bank that is allowed, in words; 0 for no limit but that of the formats
 */
public record ShapeChoice(
        int engines,
        int ports,
        int lanes,
        int planes,
        int slots,
        int requantGroups,
        int denseUnits,
        int densePlanes,
        boolean fold2,
        Multiplier multiplier,
        int bankWordsLimit) {
    public ShapeChoice {
        require(engines >= 1 && engines <= 64, "engines", engines, "1 to 64");
        require(slots >= 1 && slots <= 16, "slots", slots, "1 to 16");
        require(
                ports >= 1 && ports <= 256 && ports % (engines * slots) == 0,
                "ports",
                ports,
                "a multiple of engines times slots, " + engines * slots + ", up to 256");
        require(planes == 1 || planes == 2 || planes == 4, "planes", planes, "1, 2 or 4");
        require(
                lanes >= 1 && lanes * planes <= 64,
                "lanes",
                lanes,
                "1 to " + 64 / planes + ", at " + planes + " planes");
        require(requantGroups >= 1 && requantGroups <= slots, "requantizer groups", requantGroups, "1 to " + slots);
        require(
                denseUnits >= 1 && slots % denseUnits == 0,
                "dense units",
                denseUnits,
                "a divisor of the slots, " + slots);
        require(
                densePlanes >= 1 && planes % densePlanes == 0,
                "dense planes",
                densePlanes,
                "a divisor of the planes, " + planes);
    }

    private static void require(boolean holds, String name, int value, String allowed) {
        if (!holds) {
            throw new UserException("C-001", "", name + " cannot be " + value + "; choose " + allowed);
        }
    }

    /** One plane per word, without a depth limit, with hard multipliers, folding where {@code lanes} is even. */
    public static ShapeChoice of(int engines, int ports, int lanes, int slots, int requantGroups, int denseUnits) {
        return new ShapeChoice(
                engines, ports, lanes, 1, slots, requantGroups, denseUnits, 1, lanes % 2 == 0, Multiplier.DSP, 0);
    }

    public ShapeChoice withBankWordsLimit(int words) {
        return new ShapeChoice(
                engines, ports, lanes, planes, slots, requantGroups, denseUnits, densePlanes, fold2, multiplier, words);
    }

    public ShapeChoice withMultiplier(Multiplier newMultiplier) {
        return new ShapeChoice(
                engines,
                ports,
                lanes,
                planes,
                slots,
                requantGroups,
                denseUnits,
                densePlanes,
                fold2,
                newMultiplier,
                bankWordsLimit);
    }

    /** The same size with several planes in a word. */
    public ShapeChoice withPlanes(int newPlanes, int newDensePlanes) {
        return new ShapeChoice(
                engines,
                ports,
                lanes,
                newPlanes,
                slots,
                requantGroups,
                denseUnits,
                newDensePlanes,
                fold2,
                multiplier,
                bankWordsLimit);
    }

    /** Planes per word of a tensor with {@code features} features, if it may be folded at all. */
    public int foldOf(int features) {
        return fold2 && lanes % 2 == 0 && features <= lanes / 2 ? 2 * planes : planes;
    }

    /** Features of a word that holds {@code fold} planes. */
    public int featuresPerWord(int fold) {
        return lanes * planes / fold;
    }

    int beatsPerTeam() {
        return (slots + requantGroups - 1) / requantGroups;
    }
}
