// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.model.diag.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The results section of the README: main rows and columns of the pages under {@code doc/results}. */
final class ReadmeResults {
    private static final Pattern SECTION =
            Pattern.compile("(?s)(<!-- results: begin[^\\n]*-->\\n).*?(<!-- results: end -->)");
    private static final Pattern COMMAND = Pattern.compile("(?m)^Made by `([^`\\n]+)`");

    private static final List<Excerpt> EXCERPTS = List.of(
            new Excerpt(
                    "ptq",
                    "Test accuracy of the hardware's integers on Cora, by calibration alone",
                    "## cora",
                    List.of("8", "4", "2", "4-3-2-1 by degree"),
                    List.of("hidden bits", "memory", "one scale per tensor, %", "exponent per node, %")),
            new Excerpt(
                    "accuracy",
                    "The same, trained in the integers of the hardware; 10 seeds, chosen on validation",
                    "",
                    List.of("learned, 1.3", "learned, 1.7, 2-bit weights", "SGQuant uniform, 2", "Degree-Quant, 4"),
                    List.of(
                            "method, hidden bits asked for",
                            "float, %",
                            "integers, %",
                            "hidden bits",
                            "all bits",
                            "memory (SGQuant)",
                            "cycles")),
            new Excerpt(
                    "cycles",
                    "Cycles on Cora, one accelerator for all widths",
                    "## The same accelerator",
                    List.of(),
                    List.of(
                            "hidden bits",
                            "bits per term",
                            "cycles",
                            "against 4 bits",
                            "roofline of aggregation, %",
                            "latency, us")),
            new Excerpt(
                    "simulators",
                    "Simulation, one thread each",
                    "",
                    List.of(),
                    List.of(
                            "design",
                            "cycles",
                            "Verilator, Mcycle/s",
                            "cycle simulator, Mcycle/s",
                            "ratio",
                            "ratio with events")),
            new Excerpt(
                    "estimates",
                    "Predicted against synthesized area of whole accelerators",
                    "## Errors",
                    List.of(),
                    List.of("family", "designs", "LUT mean", "LUT worst", "FF worst", "RAM exact", "cycles exact")),
            new Excerpt(
                    "compile-scaling",
                    "Compiling generated graphs",
                    "",
                    List.of(),
                    List.of("edges", "together, ms", "ns per edge", "peak heap, MiB")));

    private ReadmeResults() {}

    /**
     * What is taken of a page.
     *
     * @param page name of its file, without {@code .md}
     * @param heading beginning of the line after which the table stands; empty for the first table
     * @param rows first cells of the rows, empty for all
     * @param columns headings of the columns
     */
    private record Excerpt(String page, String title, String heading, List<String> rows, List<String> columns) {}

    /**
     * Replaces the section between its marks.
     *
     * @throws UserException U-010 if the README has no section, or a page is not the one that its command writes
     */
    static void update(Path readme, Path results) {
        try {
            String text = Files.readString(readme);
            ResultFile.write(readme, replaced(text, section(results)));
        } catch (IOException e) {
            throw new UserException("U-004", readme.toString(), "the file cannot be read");
        }
    }

    /** The README with another section. */
    static String replaced(String readme, String section) {
        Matcher marks = SECTION.matcher(readme);
        if (!marks.find()) {
            throw new UserException("U-010", "README.md", "the lines that mark the results are not there");
        }
        return readme.substring(0, marks.end(1)) + section + readme.substring(marks.start(2));
    }

    /** All excerpts whose pages are there. */
    static String section(Path results) throws IOException {
        StringBuilder out = new StringBuilder();
        for (Excerpt excerpt : EXCERPTS) {
            Path page = results.resolve(excerpt.page + ".md");
            if (Files.exists(page)) {
                append(out, excerpt, Files.readString(page));
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Excerpt excerpt, String page) {
        Matcher command = COMMAND.matcher(page);
        String made = command.find() ? command.group(1) : "./bitknit benchmark " + excerpt.page;
        List<List<String>> table = table(excerpt, page);
        List<Integer> columns = new ArrayList<>();
        for (String column : excerpt.columns) {
            int at = table.isEmpty() ? -1 : table.get(0).indexOf(column);
            if (at < 0) {
                throw new UserException(
                        "U-010", excerpt.page + ".md", "the table has no column '" + column + "'; run '" + made + "'");
            }
            columns.add(at);
        }
        out.append("\n**")
                .append(excerpt.title)
                .append("** ([table](doc/results/")
                .append(excerpt.page);
        out.append(".md), `").append(made).append("`)\n\n");
        for (int r = 0; r < table.size(); r++) {
            List<String> row = table.get(r);
            if (r > 0 && !excerpt.rows.isEmpty() && !excerpt.rows.contains(row.get(0))) {
                continue;
            }
            out.append('|');
            columns.forEach(column -> out.append(' ').append(row.get(column)).append(" |"));
            out.append('\n');
            if (r == 0) {
                out.append("|---|").append("---:|".repeat(columns.size() - 1)).append('\n');
            }
        }
        out.append('\n');
    }

    /** Cells of the first table after the heading, its line of dashes left out. */
    private static List<List<String>> table(Excerpt excerpt, String page) {
        List<List<String>> rows = new ArrayList<>();
        boolean here = excerpt.heading.isEmpty();
        for (String line : page.split("\n", -1)) {
            here |= line.startsWith(excerpt.heading);
            if (!here) {
                continue;
            }
            if (line.startsWith("| ")) {
                String cells = line.substring(2, line.lastIndexOf('|')).strip();
                rows.add(List.of(cells.split(" \\| ", -1)));
            } else if (!rows.isEmpty() && !line.startsWith("|-")) {
                break;
            }
        }
        return rows;
    }
}
