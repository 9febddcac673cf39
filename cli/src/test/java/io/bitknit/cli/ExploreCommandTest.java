// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exploring a small model: the file is continued, and a point's command gives the point. */
class ExploreCommandTest {
    @TempDir
    static Path folder;

    private static WorkFolder work;

    @BeforeAll
    static void explore() throws IOException {
        work = WorkFolder.made(folder.resolve("work"));
        CommandLineRun run = explore("--points", "2", "--svg", "out.svg", "--json", "out.json");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static CommandLineRun explore(String... more) {
        List<String> words = new ArrayList<>(List.of("explore", "karate.q", "--board", "hx8k-evn", "--csv", "out.csv"));
        words.addAll(Arrays.asList(more));
        return work.run(words.toArray(String[]::new));
    }

    @Test
    void aPointIsMadeAgainByItsCommand() throws IOException {
        List<String> lines = Files.readAllLines(work.at("out.csv"));
        assertThat(lines).hasSize(3);
        String[] point = lines.get(1).split(",", 24);
        CommandLineRun run = work.repeat(point[23], "out.design", "--json", "-");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("\"cycles\" : " + point[12] + "\\b")
                .contains("\"engines\" : " + point[1]);
    }

    @Test
    void whatIsThereIsNotScheduledAgain() throws IOException {
        String before = Files.readString(work.at("out.csv"));
        CommandLineRun run = explore("--points", "2");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("estimating").doesNotContain("size 1");
        assertThat(Files.readString(work.at("out.csv"))).isEqualTo(before);
    }

    @Test
    void theFrontIsAPictureAndADocument() throws IOException {
        assertThat(Files.readString(work.at("out.svg")))
                .startsWith("<svg")
                .contains("<circle")
                .endsWith("</svg>\n");
        assertThat(Files.readString(work.at("out.json")))
                .contains("\"format\" : \"bitknit-explore\"")
                .contains("--requant-groups", "\"aggregateFirstPossible\" : false", "is not possible");
    }

    @Test
    void aChangedLineIsNamed() throws IOException {
        List<String> lines = Files.readAllLines(work.at("out.csv"));
        lines.set(1, lines.get(1).replaceFirst(",(DSP|LUT),", ",other,"));
        Files.write(work.at("out-changed.csv"), lines);
        CommandLineRun run =
                work.run("explore", "karate.q", "--board", "hx8k-evn", "--points", "1", "--csv", "out-changed.csv");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("error[U-031]").contains("line 2");
    }

    @Test
    void noPointsAreRefused() {
        CommandLineRun run = work.run("explore", "karate.q", "--board", "hx8k-evn", "--points", "0");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("error[U-001]: --points");
    }

    @Test
    void anUnknownFamilyIsNamed() {
        CommandLineRun run = work.run("characterize", "--family", "gowin");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("there is no family 'gowin'; choose from ice40, ecp5, xilinx7");
    }
}
