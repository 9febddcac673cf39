// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The {@code bitknit} command. Exit codes: 0 done, 1 the user's input or a difference, 2 a tool is missing, 70 our
 * fault. Only this class ends the process.
 */
public final class Main {
    private static final int HELP_COLUMNS = 110;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args, Console.system()));
    }

    /** Runs one command line; never throws. */
    static int run(String[] args, Console console) {
        Failures failures = new Failures(console);
        CommandLine line = new CommandLine(new BitknitCommand(console));
        line.setColorScheme(CommandLine.Help.defaultColorScheme(console.terminal() ? Ansi.ON : Ansi.OFF));
        line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
        line.setUsageHelpWidth(HELP_COLUMNS);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExpandAtFiles(false);
        line.setParameterExceptionHandler(failures::badCommandLine);
        line.setExecutionExceptionHandler(failures::failed);
        try {
            return line.execute(args);
        } catch (Error e) {
            // picocli hands only exceptions to its handlers.
            return failures.exitCode(e, false);
        }
    }
}
