// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

import io.bitknit.model.diag.UserException;
import java.util.Map;

/**
 * How a float model was trained, as far as it says: other seeds of it are trained alike.
 *
 * @param facts of a model that this program trained; empty for imported ones, whose facts have other meanings
 */
public record Provenance(Map<String, String> facts) {
    public static Provenance of(Map<String, String> facts) {
        return new Provenance("bitknit".equals(facts.get("framework")) ? Map.copyOf(facts) : Map.of());
    }

    /**
     * A setting of the training, or the usual one where it is not stated.
     *
     * @throws UserException Q-022 if it is no number
     */
    public double number(String key, double usual) {
        String text = facts.get(key);
        try {
            return text == null ? usual : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new UserException(
                    "Q-022", key, "'" + text + "' in the provenance of the model is no number; remove it");
        }
    }
}
