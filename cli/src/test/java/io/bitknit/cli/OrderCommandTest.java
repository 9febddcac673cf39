// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bitknit.model.QuantizedLayer;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.QuantizedTensor;
import io.bitknit.model.file.QuantizedModelFile;
import io.bitknit.sim.cosim.ExternalTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model whose second layer gives the same integers in both orders goes through the commands in both. */
class OrderCommandTest {
    private static final List<String> SMALL =
            List.of("--engines", "2", "--ports", "8", "--slots", "2", "--lanes", "8", "--planes", "2");

    @TempDir
    static Path folder;

    private static WorkFolder work;

    @BeforeAll
    static void makeModel() throws IOException {
        work = WorkFolder.made(folder.resolve("work"));
        QuantizedModelFile.write(exact(QuantizedModelFile.read(work.at("karate.q"))), work.at("karate-exact.q"));
    }

    /** One-bit rows go into the second layer, whose product is stored as it is: 16 of them times 2-bit weights fit 8 bits. */
    private static QuantizedModel exact(QuantizedModel model) {
        QuantizedLayer first = model.layers().get(0);
        QuantizedLayer second = model.layers().get(1);
        int[] ones = new int[model.nodes()];
        Arrays.fill(ones, 1 << model.requantShift());
        QuantizedTensor rows = stored(
                first.aggregated(),
                1,
                first.aggregated().multipliers(),
                first.aggregated().bias());
        QuantizedTensor between =
                stored(second.combined(), 8, ones, new long[second.combined().features()]);
        return new QuantizedModel(
                model.name(),
                model.requantShift(),
                model.input(),
                model.adjacency(),
                List.of(
                        new QuantizedLayer(first.name(), first.activation(), first.weights(), first.combined(), rows),
                        new QuantizedLayer(
                                second.name(), second.activation(), second.weights(), between, second.aggregated())),
                model.evaluation(),
                model.provenance());
    }

    private static QuantizedTensor stored(QuantizedTensor t, int width, int[] multipliers, long[] bias) {
        byte[] bits = new byte[t.nodes()];
        Arrays.fill(bits, (byte) width);
        return new QuantizedTensor(
                t.name(), t.nodes(), t.features(), t.signed(), t.scale(), bits, new byte[t.nodes()], multipliers, bias);
    }

    private static CommandLineRun compile(String order, String output) {
        return work.run(Stream.of(
                        List.of("compile", "karate-exact.q", "--board", "simulator", "-o", output, "--order", order),
                        SMALL)
                .flatMap(List::stream)
                .toArray(String[]::new));
    }

    @Test
    void bothOrdersAreTheModel() throws IOException {
        boolean rtl = Boolean.getBoolean("tools.required") || ExternalTool.IVERILOG.isInstalled();
        for (String second : List.of("combine-first", "aggregate-first")) {
            String design = "out-" + second;
            CommandLineRun run = compile("combine-first," + second, design);
            assertThat(run.exitCode()).as(run.err()).isZero();
            String engines = "reference,cycle,trace" + (rtl ? ",icarus" : "");
            CommandLineRun verify = work.run("verify", design, "--engines", engines);
            assertThat(verify.exitCode()).as(verify.out() + verify.err()).isZero();
            assertThat(verify.out()).contains("equal: every value and every cycle");
            String phases = Files.readString(work.at(design).resolve("design.json"));
            assertThat(phases.indexOf("\"COMBINE_DENSE\"") > phases.lastIndexOf("\"AGGREGATE\""))
                    .isEqualTo(second.equals("aggregate-first"));
            CommandLineRun report = work.run("report", design, "-o", design + ".html");
            assertThat(report.exitCode()).as(report.err()).isZero();
        }
        assumeTrue(rtl, "iverilog is not installed: the Verilog was not run");
    }

    @Test
    void theFasterOrderIsChosenAndTheSlowerOneIsSaidToBeWished() {
        CommandLineRun chosen = compile("", "out-chosen");
        assertThat(chosen.exitCode()).as(chosen.err()).isZero();
        assertThat(chosen.out()).contains("both give the same integers").doesNotContain("was asked for");
        long wished = Stream.of("combine-first,combine-first", "combine-first,aggregate-first")
                .filter(order ->
                        compile(order, "out-" + order.length()).out().contains("; the slower one was asked for"))
                .count();
        assertThat(wished).isEqualTo(1);
    }

    @Test
    void anOrderThatChangesIntegersIsRefused() {
        CommandLineRun run = compile("aggregate-first,combine-first", "out-refused");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("error[C-012]: --order: layer 0 cannot be aggregate-first: the layer's input is constant and"
                        + " sparse, the model has no aggregated integers for it; use combine-first\n");
        assertThat(work.at("out-refused")).doesNotExist();
    }

    @Test
    void ordersForAnotherNumberOfLayersAreRefused() {
        CommandLineRun run = compile("combine-first", "out-refused");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .isEqualTo("error[C-013]: --order: there are 1 orders, the model has 2 layers; give one per layer\n");
        assertThat(compile("combine-first,", "out-refused").err()).contains("error[U-001]: --order: '' is no order");
    }

    @Test
    void aDesignWhosePhasesWereExchangedIsRefused() throws IOException {
        WorkFolder spoiled = work.copyTo(folder.resolve("spoiled"));
        spoiled.replace("karate.design/design.json", "\"COMBINE_DENSE\"", "\"AGGREGATE\"");
        CommandLineRun run = spoiled.run("verify", "karate.design");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("error[D-003]", "layer 1 cannot be aggregate-first");
    }

    @Test
    void anExplorationTriesBothOrdersAndAPointIsMadeAgain() throws IOException {
        CommandLineRun run =
                work.run("explore", "karate-exact.q", "--board", "hx8k-evn", "--points", "2", "--csv", "out.csv");
        assertThat(run.exitCode()).as(run.err()).isZero();
        List<String[]> points = Files.readAllLines(work.at("out.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", 24))
                .toList();
        assertThat(points.stream().map(point -> point[11]).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("combine-first/combine-first", "combine-first/aggregate-first");
        for (String[] point : points) {
            CommandLineRun again = work.repeat(point[23], "out-again.design");
            assertThat(again.exitCode()).as(again.err()).isZero();
            assertThat(Files.readString(work.at("out-again.design").resolve("design.json")))
                    .containsPattern("\"predictedCycles\" ?: " + point[12] + "\\b");
        }
    }
}
