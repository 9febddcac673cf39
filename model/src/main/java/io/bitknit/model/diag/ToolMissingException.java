// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.diag;

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
}
