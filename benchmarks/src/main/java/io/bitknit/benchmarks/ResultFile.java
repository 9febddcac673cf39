// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A page of results in Markdown: what was measured, with which command, on what; then the table. */
final class ResultFile {
    private final StringBuilder text = new StringBuilder();

    /** @param command the one that makes the page again */
    ResultFile(String title, String command, String whatItIs) {
        text.append("# ")
                .append(title)
                .append("\n\n")
                .append(whatItIs)
                .append("\n\nMade by `")
                .append(command);
        text.append("`; do not edit.\n\n");
    }

    ResultFile line(String sentence) {
        text.append(sentence).append("\n\n");
        return this;
    }

    /** Rows as a Markdown table, the first being the heading; every column but the first is aligned to the right. */
    ResultFile table(List<List<String>> rows) {
        for (int r = 0; r < rows.size(); r++) {
            text.append("| ").append(String.join(" | ", rows.get(r))).append(" |\n");
            if (r == 0) {
                text.append("|---|")
                        .append("---:|".repeat(rows.get(0).size() - 1))
                        .append('\n');
            }
        }
        text.append('\n');
        return this;
    }

    /** Java and processor, for figures that depend on the machine. */
    ResultFile machine() {
        return line("Measured with Bitknit " + version() + ", Java "
                + Runtime.version().feature() + " (" + System.getProperty("java.vm.name")
                + ") on " + processor() + ", " + Runtime.getRuntime().availableProcessors()
                + " cores; the machine was not idle, so compare within a table.");
    }

    String text() {
        return text.toString().strip() + "\n";
    }

    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path temporary = file.resolveSibling("." + file.getFileName());
            Files.writeString(temporary, text);
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UserException("U-004", file.toString(), "the file cannot be written: " + e.getMessage());
        }
    }

    /** Version of the project, from the manifest of its jar. */
    static String version() {
        String version = ResultFile.class.getPackage().getImplementationVersion();
        return version == null ? "as built here" : version;
    }

    private static String processor() {
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("an unknown processor");
        } catch (IOException e) {
            return "an unknown processor";
        }
    }
}
