// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.diag;

/**
 * One finding about the user's input.
 *
 * @param code stable code, for example {@code M-003}; {@code doc/errors.md} explains each
 * @param place file and place in it, for example {@code cora-gcn/config.json /tensors}; empty if there is none
 * @param message lower case, no full stop: the thing, then both sides with units, then what to do
 */
public record Diagnostic(String code, String place, String message) {
    @Override
    public String toString() {
        return "error[" + code + "]: " + (place.isEmpty() ? "" : printable(place) + ": ") + printable(message);
    }

    /** Input text never reaches the terminal with control characters in it: one finding is one line. */
    public static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == 0x2028 || c == 0x2029) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
