// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.boards.BoardException;
import io.bitknit.model.diag.Diagnostic;
import io.bitknit.model.diag.ToolMissingException;
import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Turns whatever ends a command early into lines for people and an exit code. */
final class Failures {
    static final int USER = 1;
    static final int TOOL_MISSING = 2;
    static final int OUR_FAULT = 70;

    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    /** A command line that cannot be parsed: one line that names the help. */
    int badCommandLine(ParameterException e, String[] args) {
        if (e.getCause() instanceof UserException user) {
            return exitCode(user, false);
        }
        String message = Objects.requireNonNullElse(e.getMessage(), "the command line cannot be read");
        message = Character.toLowerCase(message.charAt(0)) + message.substring(1);
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        console.err().println(new Diagnostic("U-001", "", message + "; see '" + command + " --help'"));
        return USER;
    }

    /** An exception out of a command. */
    int failed(Exception e, CommandLine line, ParseResult parsed) {
        BitknitCommand root = line.getCommandSpec().root().commandLine().getCommand();
        return exitCode(e, root.debug());
    }

    int exitCode(Throwable e, boolean debug) {
        if (debug) {
            e.printStackTrace(console.err());
        }
        if (e instanceof UserException || e instanceof BoardException) {
            console.err().println(e.getMessage());
            return USER;
        }
        if (e instanceof ToolMissingException missing) {
            console.err().println(Diagnostic.printable(missing.line()));
            return TOOL_MISSING;
        }
        if (e instanceof OutOfMemoryError) {
            long mib = Runtime.getRuntime().maxMemory() >> 20;
            console.err()
                    .println(new Diagnostic(
                            "U-002",
                            "",
                            "the input needs more than the " + mib + " MiB that Java may use on this machine"));
            return USER;
        }
        reportFault(e, debug);
        return OUR_FAULT;
    }

    private void reportFault(Throwable e, boolean debug) {
        String summary = String.valueOf(e).lines().findFirst().orElse("");
        console.err().println("internal error: " + Diagnostic.printable(summary));
        console.err().println("this is a fault of bitknit and not of your input; please report it as README.md says");
        if (debug) {
            return;
        }
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        try {
            Path file = Files.createTempFile("bitknit-fault-", ".txt");
            Files.writeString(file, trace.toString());
            console.err().println("details for the report: " + Diagnostic.printable(file.toString()));
        } catch (IOException unwritable) {
            console.err().println("run it again with --debug for the details");
        }
    }
}
