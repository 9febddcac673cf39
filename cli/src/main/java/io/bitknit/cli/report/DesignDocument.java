// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.JsonSection;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads {@code estimate.json} and {@code search.json}, which a design folder carries for people and tools. Nothing is
 * computed from them, so their members are read leniently; what is shown is text and numbers that can be printed.
 */
public final class DesignDocument {
    /** Above every count of cycles or bits; keeps sums of a few of them within 64 bits. */
    private static final double MOST = 1e15;

    private DesignDocument() {}

    /**
     * @param place named in errors
     * @throws UserException M-010 or M-013 if it is no JSON object, U-008 if it holds a number that nothing could have
     */
    public static JsonNode read(String place, String text) {
        // Checks depth, repetitions and that the root is an object.
        JsonSection.parse(place, text.getBytes(StandardCharsets.UTF_8));
        JsonNode root = JsonMapper.shared().readTree(text);
        check(place, root);
        return root;
    }

    private static void check(String place, JsonNode node) {
        if (node.isNumber() && !(Math.abs(node.asDouble(0)) <= MOST)) {
            throw new UserException(
                    "U-008",
                    place,
                    "the file holds a number beyond 10^15, which no design has; compile the model again");
        }
        node.forEach(child -> check(place, child));
    }
}
