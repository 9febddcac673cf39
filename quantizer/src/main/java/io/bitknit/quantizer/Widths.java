// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import io.bitknit.model.diag.UserException;
import java.util.ArrayList;
import java.util.List;

/** Lists of numbers in options: reading them and checking them. */
public final class Widths {
    static final int MIN_BITS = 1;
    static final int MAX_BITS = 8;

    private Widths() {}

    /** Checks one width, 1..8 bits. */
    public static int check(String option, int bits) {
        if (bits < MIN_BITS || bits > MAX_BITS) {
            throw new UserException("Q-001", option, "a width of " + bits + " bits is not supported; use 1 to 8 bits");
        }
        return bits;
    }

    /** Checks a list of widths: not empty, each 1..8 bits. */
    public static List<Integer> check(String option, List<Integer> bits) {
        if (bits.isEmpty()) {
            throw new UserException(
                    "Q-002", option, "the list is empty; give one width for all layers or one per layer");
        }
        bits.forEach(b -> check(option, b));
        return List.copyOf(bits);
    }

    /**
     * Item {@code index} of a list with one item for all, or one item per tensor.
     *
     * @param tensors number of tensors that the list is for
     * @throws UserException if the list has neither one item nor {@code tensors} items
     */
    public static <T> T at(String option, List<T> list, int index, int tensors) {
        if (list.size() == 1) {
            return list.get(0);
        }
        if (list.size() != tensors) {
            throw new UserException(
                    "Q-002",
                    option,
                    "the list has " + list.size() + " items, the model takes 1 (for all) or " + tensors
                            + " (one per layer)");
        }
        return list.get(index);
    }

    static List<Integer> parse(String option, String text) {
        List<Integer> numbers = new ArrayList<>();
        for (String item : text.split(",", -1)) {
            try {
                numbers.add(Integer.parseInt(item.strip()));
            } catch (NumberFormatException e) {
                throw new UserException(
                        "Q-003",
                        option,
                        "'" + item + "' is no whole number; give numbers separated by commas, as 4,3,2");
            }
        }
        return List.copyOf(numbers);
    }
}
