// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.model.diag.Diagnostic;
import java.nio.file.Path;
import java.util.Locale;

/** Numbers and names as they are printed on a terminal. */
final class Text {
    private Text() {}

    /** A name from outside, without control characters. */
    static String shown(String raw) {
        return Diagnostic.printable(raw);
    }

    static String shown(Path path) {
        return Diagnostic.printable(path.toString());
    }

    /** A command line to be typed next: begins as the user began, and words that a shell would change are quoted. */
    static String command(Object... words) {
        StringBuilder line = new StringBuilder(word(System.getProperty("bitknit.command", "bitknit")));
        for (Object word : words) {
            line.append(' ').append(word(word.toString()));
        }
        return line.toString();
    }

    private static String word(String raw) {
        String shown = shown(raw);
        return shown.matches("[A-Za-z0-9_./:@%+=,-]+") ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }

    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String decimal(double value, int places) {
        return String.format(Locale.ROOT, "%,." + places + "f", value);
    }

    /** Share 0..1 with one place. */
    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }
}
