// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

/** A board or device file cannot be used: one line for the user, exit code 1. */
public final class BoardException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final String place;
    private final String text;

    /**
     * @param code stable code, {@code B-001} to {@code B-009}; {@code doc/BOARDS.md} explains each
     * @param place file, line and path in the document, for example {@code my.yaml:12 /pins/clk}; empty if there is none
     * @param message lower case, no full stop: the thing, then both sides, then what to do
     */
    public BoardException(String code, String place, String message) {
        super("error[" + code + "]: " + (place.isEmpty() ? "" : printable(place) + ": ") + printable(message));
        this.code = code;
        this.place = printable(place);
        this.text = printable(message);
    }

    public String code() {
        return code;
    }

    /** File, line and path in the document; empty if there is none. */
    public String place() {
        return place;
    }

    /** The message without code and place. */
    public String text() {
        return text;
    }

    /** Input text never reaches the terminal with control characters in it: one finding is one line. */
    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean hidden = Character.isISOControl(c) || type == Character.FORMAT || type == Character.SURROGATE;
            if (hidden || c == 0x2028 || c == 0x2029) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
