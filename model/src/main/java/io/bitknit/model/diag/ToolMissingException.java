// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.diag;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An external program is not installed, or not usable: exit code 2 and what installs it. */
public final class ToolMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String code;

    /**
     * @param tool program that was looked for, for example {@code verilator}
     * @param install command that installs it, for example {@code apt-get install verilator}
     */
    public ToolMissingException(String tool, String install) {
        this(null, "'" + tool + "'", " is not installed; install it with: " + install);
    }

    private ToolMissingException(@Nullable String code, String tools, String message) {
        super(tools + message);
        this.code = code;
    }

    /** @param reason the whole line for people: what is missing, and what to do */
    public static ToolMissingException because(String reason) {
        return new ToolMissingException(null, "", reason);
    }

    /** Several at once, so that nobody installs one only to hear of the next. */
    public static ToolMissingException of(List<String> tools, String install) {
        return tools.size() == 1
                ? new ToolMissingException(tools.get(0), install)
                : new ToolMissingException(
                        null,
                        "'" + String.join("', '", tools) + "'",
                        " are not installed; install them with: " + install);
    }

    /**
     * The program is there, but of no use.
     *
     * @param code explained in {@code doc/errors.md}
     * @param why also says what to do
     */
    public static ToolMissingException unusable(String code, String tool, String why) {
        return new ToolMissingException(code, tool, ": " + why);
    }

    /** The line that a person reads. */
    public String line() {
        return (code == null ? "error: " : "error[" + code + "]: ") + getMessage();
    }
}
