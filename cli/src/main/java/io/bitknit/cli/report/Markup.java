// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import io.bitknit.model.diag.Diagnostic;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Text and numbers in HTML and SVG. Everything from outside goes through {@link #text}. */
final class Markup {
    private Markup() {}

    /** Text as it may stand between tags and in quoted attributes; control characters become visible. */
    static String text(String raw) {
        String plain = Diagnostic.printable(raw);
        StringBuilder out = new StringBuilder(plain.length() + 16);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    /** Whole number with thin spaces between thousands. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace(',', '\u2009');
    }

    /** At most {@code digits} places after the point, without trailing zeros. */
    static String decimal(double value, int digits) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).stripTrailingZeros();
        String plain = (rounded.scale() < 0 ? rounded.setScale(0) : rounded).toPlainString();
        return Math.abs(value) >= 1000 ? count(Math.round(value)) : plain;
    }

    /** Share 0..1 as per cent with one place. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f\u202f%%", 100 * share);
    }

    /** Bits as bit, kbit or Mbit (powers of 1000). */
    static String bits(double bits) {
        if (bits >= 1e6) {
            return decimal(bits / 1e6, 2) + " Mbit";
        }
        return bits >= 1e3 ? decimal(bits / 1e3, 1) + " kbit" : decimal(bits, 0) + " bit";
    }

    /** A coordinate or length with one place. */
    static String px(double value) {
        return decimal(value, 1).replace("\u2009", "");
    }

    /** Text cut to a number of characters, for places of fixed width; the whole text belongs in a title. */
    static String shortened(String raw, int characters) {
        String plain = Diagnostic.printable(raw);
        if (plain.codePointCount(0, plain.length()) <= characters) {
            return plain;
        }
        return plain.substring(0, plain.offsetByCodePoints(0, characters - 1)) + "\u2026";
    }
}
