// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.util.ArrayList;
import java.util.List;

/**
 * A deliberate mistake in a unit's template that its checks must find.
 *
 * @param unit folder
 * @param reason what is wrong
 * @param original text that occurs once in the template
 * @param mutated text in its place
 */
record Mutant(String unit, String reason, String original, String mutated) {
    /** Reads the blocks of {@code <unit>.mutants}: a line each with {@code #} reason, {@code -} original, {@code +} mutated. */
    static List<Mutant> of(String unit) {
        List<Mutant> mutants = new ArrayList<>();
        String reason = null;
        String original = null;
        for (String line :
                VerilogEmitter.resource(unit + "/" + unit + ".mutants").split("\n")) {
            String text = line.length() > 2 ? line.substring(2) : "";
            switch (line.charAt(0)) {
                case '#' -> reason = text;
                case '-' -> original = text;
                case '+' -> mutants.add(new Mutant(unit, reason, original, text));
                default -> throw new IllegalStateException(unit + ".mutants: " + line);
            }
        }
        return mutants;
    }

    /** The template with the mistake; fails when the original is not there exactly once. */
    String template() {
        String text = VerilogEmitter.resource(unit + "/" + unit + ".v.vm");
        int at = text.indexOf(original);
        if (at < 0 || text.indexOf(original, at + 1) >= 0) {
            throw new IllegalStateException(unit + ".mutants: not exactly once in the template: " + original);
        }
        return text.substring(0, at) + mutated + text.substring(at + original.length());
    }

    @Override
    public String toString() {
        return unit + ": " + reason;
    }
}
