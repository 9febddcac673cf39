// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import io.bitknit.model.diag.ToolMissingException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program that somebody else has written.
 *
 * @param name file name on the path
 * @param packageName Debian and Ubuntu package
 */
public record ExternalTool(String name, String packageName) {
    public static final ExternalTool VERILATOR = new ExternalTool("verilator", "verilator");
    public static final ExternalTool COMPILER = new ExternalTool("g++", "g++");
    public static final ExternalTool MAKE = new ExternalTool("make", "make");
    public static final ExternalTool IVERILOG = new ExternalTool("iverilog", "iverilog");
    public static final ExternalTool VVP = new ExternalTool("vvp", "iverilog");
    public static final ExternalTool YOSYS = new ExternalTool("yosys", "yosys");
    public static final ExternalTool NEXTPNR_ICE40 = new ExternalTool("nextpnr-ice40", "nextpnr-ice40");

    /** Older ones elaborate and initialise differently, and 4.038, which Ubuntu 22.04 has, lacks what the bench needs. */
    private static final int VERILATOR_MAJOR = 5;

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)");

    /**
     * Looks through the path.
     *
     * @throws ToolMissingException if it is not there
     */
    public Path require() {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "" : path).split(Pattern.quote(File.pathSeparator))) {
            Path file = Path.of(folder, name);
            if (!folder.isEmpty() && Files.isRegularFile(file) && Files.isExecutable(file)) {
                return file;
            }
        }
        throw new ToolMissingException(name, "apt-get install " + packageName);
    }

    public boolean isInstalled() {
        try {
            require();
            return true;
        } catch (ToolMissingException missing) {
            return false;
        }
    }

    /**
     * Version line of Verilator.
     *
     * @throws ToolMissingException if there is none, or if it is older than 5.0
     */
    public static String verilatorVersion() {
        Path verilator = VERILATOR.require();
        ProcessRun run =
                ProcessRun.run(List.of(verilator.toString(), "--version"), Path.of("."), Duration.ofSeconds(60));
        return usableVersion(run.exitCode(), run.output());
    }

    /** The version line in the answer to {@code verilator --version}. */
    static String usableVersion(int exitCode, String answer) {
        String line = answer.lines().findFirst().orElse("").strip();
        Matcher matcher = VERSION.matcher(line);
        if (exitCode != 0 || !matcher.find()) {
            throw ToolMissingException.unusable(
                    "S-001",
                    VERILATOR.name(),
                    "'verilator --version' does not answer; reinstall it with: apt-get install --reinstall "
                            + VERILATOR.packageName());
        }
        if (Integer.parseInt(matcher.group(1)) < VERILATOR_MAJOR) {
            throw ToolMissingException.unusable(
                    "S-002",
                    VERILATOR.name(),
                    "version " + matcher.group() + " is too old, " + VERILATOR_MAJOR
                            + ".0 or newer is needed; install a newer package or build it from source");
        }
        return line;
    }
}
