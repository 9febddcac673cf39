// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.model.diag.UserException;

/**
 * The parameters of an accelerator that somebody decides; the scheduler derives all others from the model.
 *
 * @param engines engines, 1..64
 * @param ports feature banks per engine, a multiple of {@code engines * slots}
 * @param lanes bits of a bank word, 1..64
 * @param slots destinations of a team, 1..16
 * @param requantGroups slots that are requantized per cycle, 1..slots
 * @param denseUnits rows that the dense combination takes at once, a divisor of {@code slots}
 * @param fold2 whether narrow tensors may keep two planes in a word
 * @param multiplier how the requantizers multiply
 * @param bankWordsLimit deepest bank that is allowed, in words; 0 for no limit but that of the formats
 */
public record ShapeChoice(
        int engines,
        int ports,
        int lanes,
        int slots,
        int requantGroups,
        int denseUnits,
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
        require(lanes >= 1 && lanes <= 64, "lanes", lanes, "1 to 64");
        require(requantGroups >= 1 && requantGroups <= slots, "requantizer groups", requantGroups, "1 to " + slots);
        require(
                denseUnits >= 1 && slots % denseUnits == 0,
                "dense units",
                denseUnits,
                "a divisor of the slots, " + slots);
    }

    private static void require(boolean holds, String name, int value, String allowed) {
        if (!holds) {
            throw new UserException("C-001", "", name + " cannot be " + value + "; choose " + allowed);
        }
    }

    /** Without a depth limit, with hard multipliers, folding where {@code lanes} is even. */
    public static ShapeChoice of(int engines, int ports, int lanes, int slots, int requantGroups, int denseUnits) {
        return new ShapeChoice(
                engines, ports, lanes, slots, requantGroups, denseUnits, lanes % 2 == 0, Multiplier.DSP, 0);
    }

    public ShapeChoice withBankWordsLimit(int words) {
        return new ShapeChoice(engines, ports, lanes, slots, requantGroups, denseUnits, fold2, multiplier, words);
    }

    public ShapeChoice withMultiplier(Multiplier newMultiplier) {
        return new ShapeChoice(
                engines, ports, lanes, slots, requantGroups, denseUnits, fold2, newMultiplier, bankWordsLimit);
    }

    /** Planes per word of a tensor with {@code features} features, if it may be folded at all. */
    int foldOf(int features) {
        return fold2 && lanes % 2 == 0 && features <= lanes / 2 ? 2 : 1;
    }

    int beatsPerTeam() {
        return (slots + requantGroups - 1) / requantGroups;
    }
}
