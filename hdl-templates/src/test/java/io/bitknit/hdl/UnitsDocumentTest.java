// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of {@code doc/UNITS.md} is that of the folders and contracts; {@code -Dgolden=update} writes it. */
class UnitsDocumentTest {
    private static final Path PAGE = Path.of("../doc/UNITS.md");
    private static final String BEGIN = "<!-- generated: units -->\n";
    private static final String END = "<!-- end -->";
    private static final String RESOURCES = "../hdl-templates/src/main/resources/io/bitknit/hdl/";
    private static final String CONTRACTS = "../hdl-templates/src/main/java/io/bitknit/hdl/";

    @Test
    void pageShowsTheUnits() throws Exception {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END, from);
        String expected = page.substring(0, from) + table() + page.substring(to);
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(PAGE, expected);
        } else {
            assertThat(page)
                    .as("refresh with: mvn -pl hdl-templates -am test -Dgolden=update")
                    .isEqualTo(expected);
        }
    }

    private static String table() throws Exception {
        StringBuilder table = new StringBuilder(
                "| unit | contract | proof | bench | cycle model | latency | interval | area: contract, measured |\n"
                        + "|---|---|---|---|---|---|---|---|\n");
        for (UnitChecks checks : UnitChecks.all()) {
            table.append(row(checks));
        }
        return table.toString();
    }

    private static String row(UnitChecks checks) throws Exception {
        String unit = checks.unit();
        MeasuredArea measured = UnitAreaTest.measured()
                .filter(m ->
                        m.flow() == SynthesisFlow.ECP5 && m.unit().unitName().equals(unit))
                .findFirst()
                .orElseThrow();
        Unit contract = measured.unit();
        String contractName = contract.getClass().getSimpleName();
        String proof = checks.proven() ? link("properties", unit + "/" + unit + "_props.v") : checks.line(".reason");
        String bench = checks.ownBench()
                ? link("bench", unit + "/" + unit + "_tb.v.vm")
                : link("accelerator", "top/top_tb.v.vm");
        return String.format(
                "| %s | [%s](%s%s.java) | %s | %s | %s | %d | %d | %s%s |\n",
                link(unit, unit + "/" + unit + ".v.vm"),
                contractName,
                CONTRACTS,
                contractName,
                proof,
                bench,
                checks.ofShell()
                        ? "outside the counted cycles"
                        : "`" + checks.line(".model").replace("io.bitknit.", "") + "`",
                contract.latencyCycles(),
                contract.intervalCycles(),
                parameters(contract),
                area(measured));
    }

    private static String parameters(Unit contract) {
        String text = contract.toString().replaceFirst("\\w+", "").replaceAll("[\\[\\]]", "");
        return text.isEmpty() ? "" : "`" + text + "`: ";
    }

    private static String area(MeasuredArea m) {
        Resources contract = m.unit().resources(m.flow().family());
        return String.format(
                "%d / %d, measured %d / %d",
                contract.luts(), contract.ffs(), m.counted().luts(), m.counted().ffs());
    }

    private static String link(String text, String path) throws IOException {
        assertThat(Path.of(RESOURCES, path)).exists();
        return "[" + text + "](" + RESOURCES + path + ")";
    }
}
