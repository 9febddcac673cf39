// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.diag;

import java.util.List;

/** An external program is not installed: exit code 2 and the command that installs it. */
public final class ToolMissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param tool program that was looked for, for example {@code verilator}
     * @param install command that installs it, for example {@code apt-get install verilator}
     */
    public ToolMissingException(String tool, String install) {
        super("'" + tool + "' is not installed; install it with: " + install);
    }

    private ToolMissingException(String message) {
        super(message);
    }

    /** @param reason the whole line for people: what is missing, and what to do */
    public static ToolMissingException because(String reason) {
        return new ToolMissingException(reason);
    }

    /** Several at once, so that nobody installs one only to hear of the next. */
    public static ToolMissingException of(List<String> tools, String install) {
        return tools.size() == 1
                ? new ToolMissingException(tools.get(0), install)
                : new ToolMissingException(
                        "'" + String.join("', '", tools) + "' are not installed; install them with: " + install);
    }
}
