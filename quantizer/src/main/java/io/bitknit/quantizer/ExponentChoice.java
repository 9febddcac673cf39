// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many powers of two the rows of a tensor may choose from: exponents {@code 0 .. count - 1} per node.
 *
 * @param count 1, 2, 4 or 8; 0 leaves the count to the rule of {@link ExponentRule}
 */
public record ExponentChoice(int count) {
    /** The rule decides, on validation accuracy. */
    public static final ExponentChoice AUTO = new ExponentChoice(0);

    /** One scale for the whole tensor. */
    public static final ExponentChoice NONE = new ExponentChoice(1);

    public ExponentChoice {
        if (count != 0 && count != 1 && count != 2 && count != 4 && count != 8) {
            throw new UserException(
                    "Q-004", "exponents", "a tensor cannot have " + count + " exponents; use 1, 2, 4, 8 or auto");
        }
    }

    public boolean isAuto() {
        return count == 0;
    }

    /**
     * Reads {@code auto}, {@code none}, {@code 1}, {@code 2}, {@code 4} or {@code 8}, one for all layers or one per
     * layer, separated by commas.
     *
     * @param option name of the option, for the error
     * @throws UserException if an item is none of these
     */
    public static List<ExponentChoice> parseList(String option, String text) {
        List<ExponentChoice> choices = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            switch (item.strip()) {
                case "auto" -> choices.add(AUTO);
                case "none", "1" -> choices.add(NONE);
                case "2" -> choices.add(new ExponentChoice(2));
                case "4" -> choices.add(new ExponentChoice(4));
                case "8" -> choices.add(new ExponentChoice(8));
                default ->
                    throw new UserException(
                            "Q-004", option, "'" + item + "' is no exponent count; use auto, none, 1, 2, 4 or 8");
            }
        }
        return List.copyOf(choices);
    }

    @Override
    public String toString() {
        return isAuto() ? "auto" : Integer.toString(count);
    }
}
