// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import io.bitknit.model.diag.Diagnostic;

/** Reads one line of the text form from left to right. */
final class LineScanner {
    private static final int LONGEST_SHOWN = 20;
    private final String text;
    private int at;

    LineScanner(String text) {
        this.text = text;
    }

    /** What ends the reading of a line. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Diagnostic diagnostic;

        Unreadable(Diagnostic diagnostic) {
            super(diagnostic.toString(), null, false, false);
            this.diagnostic = diagnostic;
        }

        Diagnostic diagnostic() {
            return diagnostic;
        }
    }

    boolean atEnd() {
        skipSpaces();
        return at == text.length();
    }

    boolean comesNext(String expected) {
        skipSpaces();
        return text.startsWith(expected, at);
    }

    /** Takes the word or sign if it comes next. */
    boolean takes(String expected) {
        boolean found = comesNext(expected);
        if (found) {
            at += expected.length();
        }
        return found;
    }

    void take(String expected) throws Unreadable {
        if (!takes(expected)) {
            throw expected("'" + expected + "'");
        }
    }

    void end() throws Unreadable {
        if (!atEnd()) {
            throw expected("the end of the line");
        }
    }

    /** A value {@code %name} or an array {@code @name}, without its sign. */
    String name(char sign) throws Unreadable {
        skipSpaces();
        int end = at + 1;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        if (at == text.length() || text.charAt(at) != sign || end == at + 1) {
            throw expected("a name that starts with '" + sign + "'");
        }
        String name = text.substring(at + 1, end);
        at = end;
        return name;
    }

    /** Letters, digits and dashes. */
    String word() throws Unreadable {
        skipSpaces();
        int end = at;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        if (end == at) {
            throw expected("a word");
        }
        String word = text.substring(at, end);
        at = end;
        return word;
    }

    long integer(long lowest, long highest) throws Unreadable {
        skipSpaces();
        int end = at;
        if (end < text.length() && text.charAt(end) == '-') {
            end++;
        }
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        try {
            long value = Long.parseLong(text.substring(at, end));
            if (value >= lowest && value <= highest) {
                at = end;
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, as a number out of range is.
        }
        throw expected("an integer from " + lowest + " to " + highest);
    }

    int size() throws Unreadable {
        return (int) integer(0, Integer.MAX_VALUE);
    }

    String string() throws Unreadable {
        take("\"");
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c != '\\') {
                string.append(c);
            } else if (text.startsWith("u", at) && hexAt(at + 1) >= 0) {
                string.append((char) hexAt(at + 1));
                at += 5;
            } else if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\\')) {
                string.append(text.charAt(at++));
            } else {
                throw expected("'\\\"', '\\\\' or '\\u' with four hexadecimal digits after a backslash");
            }
        }
        if (at == text.length()) {
            throw expected("'\"'");
        }
        at++;
        return string.toString();
    }

    private int hexAt(int from) {
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = i < text.length() ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            value = 16 * value + digit;
        }
        return value;
    }

    Unreadable expected(String what) {
        String found = at >= text.length()
                ? "the end of the line"
                : GraphPrinter.quoted(text.substring(at, Math.min(text.length(), at + LONGEST_SHOWN)));
        return new Unreadable(GraphFinding.SYNTAX.found("column " + (at + 1), found, what));
    }

    private void skipSpaces() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private static boolean isNamePart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
    }
}
