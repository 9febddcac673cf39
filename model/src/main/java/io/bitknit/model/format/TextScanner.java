// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/**
 * Reads numbers from text byte by byte and knows the line. Ten million edges take a fraction of a second, which
 * splitting lines into strings does not.
 */
public final class TextScanner {
    private static final int LONGEST_TOKEN = 64;
    private final String file;
    private final InputStream in;
    private final long maxBytes;
    private final byte[] buffer = new byte[1 << 16];
    private int position;
    private int filled;
    private long total;
    private long line = 1;

    private TextScanner(String file, InputStream in, long maxBytes) {
        this.file = file;
        this.in = in;
        this.maxBytes = maxBytes;
    }

    public static TextScanner plain(String file, byte[] content) {
        return new TextScanner(file, new ByteArrayInputStream(content), Long.MAX_VALUE);
    }

    /**
     * @param maxBytes expanded bytes that the declared counts can need at most
     * @throws UserException M-005 now, M-004 and M-005 while reading
     */
    public static TextScanner gzip(String file, byte[] content, long maxBytes) {
        try {
            InputStream in = new GZIPInputStream(new ByteArrayInputStream(content), 1 << 16);
            return new TextScanner(file, in, maxBytes);
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    private static UserException damaged(String file, IOException e) {
        String reason = e instanceof EOFException ? "it ends too early" : String.valueOf(e.getMessage());
        return ModelError.COMPRESSION_DAMAGED.at(file, reason);
    }

    /** Next byte without taking it, -1 at the end. */
    public int peek() {
        return position < filled || fill() ? buffer[position] & 0xff : -1;
    }

    private boolean fill() {
        try {
            int count = in.read(buffer);
            position = 0;
            filled = Math.max(0, count);
        } catch (IOException e) {
            throw damaged(file, e);
        }
        total += filled;
        if (total > maxBytes) {
            throw ModelError.EXPANDS_TOO_FAR.at(file, maxBytes);
        }
        return filled > 0;
    }

    public void skip() {
        position++;
    }

    /** Takes the next byte if it is this one. */
    public boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        position++;
        return true;
    }

    public boolean atEnd() {
        return peek() < 0;
    }

    public boolean atLineEnd() {
        int next = peek();
        return next < 0 || next == '\n' || next == '\r';
    }

    /** Number of the current line, from 1. */
    public long line() {
        return line;
    }

    public String place() {
        return file + " line " + line;
    }

    /** Takes the end of a line, written {@code \n} or {@code \r\n}; the end of the file ends a line too. */
    public void endLine() {
        take('\r');
        if (!take('\n') && !atEnd()) {
            throw unexpected("the end of the line");
        }
        line++;
    }

    /** M-040: what is there, and what was expected. */
    public UserException unexpected(String expected) {
        int next = peek();
        String found;
        if (next < 0) {
            found = "the file ends";
        } else if (next == '\n' || next == '\r') {
            found = "the line ends";
        } else {
            String token = token();
            found = "there is '" + (token.isEmpty() ? Character.toString(next) : token) + "'";
        }
        return ModelError.TEXT_UNEXPECTED.at(place(), found, expected);
    }

    /** A decimal integer in {@code 0 .. high}. @param what for messages, for example {@code node id} */
    public int id(String what, int high) {
        return (int) integer(what, 0, high);
    }

    /** A decimal integer in {@code low .. high}. */
    public long integer(String what, long low, long high) {
        boolean negative = peek() == '-';
        if (negative) {
            position++;
        }
        int digit = peek() - '0';
        if (digit < 0 || digit > 9) {
            throw unexpected(what);
        }
        long value = 0;
        boolean huge = false;
        do {
            huge |= value >= 100_000_000_000_000_000L;
            value = huge ? value : value * 10 + digit;
            position++;
            digit = peek() - '0';
        } while (digit >= 0 && digit <= 9);
        value = negative ? -value : value;
        if (huge || value < low || value > high) {
            String found = huge ? "a number of more than 18 digits" : Long.toString(value);
            throw ModelError.ID_OUT_OF_RANGE.at(place(), what, found, low, high);
        }
        return value;
    }

    /** A finite decimal number. */
    public float real(String what) {
        String text = token();
        boolean decimal = !text.isEmpty()
                && text.length() < LONGEST_TOKEN
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || ".-+eE".indexOf(c) >= 0);
        float value = Float.NaN;
        try {
            value = decimal ? Float.parseFloat(text) : Float.NaN;
        } catch (NumberFormatException e) {
            decimal = false;
        }
        if (!decimal && !text.toLowerCase(java.util.Locale.ROOT).matches("[+-]?(nan|inf|infinity)")) {
            throw ModelError.TEXT_UNEXPECTED.at(place(), "there is '" + text + "'", what);
        }
        if (!Float.isFinite(value)) {
            throw ModelError.NUMBER_NOT_FINITE.at(place(), text);
        }
        return value;
    }

    /** Bytes up to white space or a comma, at most 64, as text for {@link #real} and for messages. */
    private String token() {
        StringBuilder text = new StringBuilder();
        for (int next = peek(); next > ' ' && next != ',' && text.length() < LONGEST_TOKEN; next = peek()) {
            text.append((char) next);
            position++;
        }
        return text.toString();
    }

    /** The rest of the line without its end, which stays; at most {@code maxLength} bytes of it. */
    public String rest(int maxLength) {
        java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
        while (!atLineEnd()) {
            if (bytes.size() < maxLength) {
                bytes.write(peek());
            }
            position++;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
