// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.compiler.graph.Constants;
import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.graph.GraphInterpreter;
import io.bitknit.compiler.graph.GraphParser;
import io.bitknit.compiler.graph.GraphPrinter;
import io.bitknit.compiler.graph.GraphVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A pass turns {@code pass/<name>/<case>.dfg} into {@code <case>.expect}. */
class EveryPassHasGoldenTest {
    @TestFactory
    Stream<DynamicTest> thePassMakesTheExpectedText() {
        return Pipelines.ALL.stream()
                .flatMap(pass -> cases(pass.name()).stream()
                        .map(input -> DynamicTest.dynamicTest(
                                pass.name() + "/" + input.getFileName(), () -> check(pass, input))));
    }

    private static void check(Pass pass, Path input) throws IOException {
        Graph before = GraphParser.parse(Files.readString(input), Constants.NONE);
        assertThat(GraphVerifier.verify(before)).isEmpty();
        Graph after = pass.run(before);
        assertThat(GraphVerifier.verify(after)).isEmpty();
        assertThat(GraphInterpreter.run(after).get("class"))
                .isEqualTo(GraphInterpreter.run(before).get("class"));
        Golden.check(Path.of(input.toString().replace(".dfg", ".expect")), text(pass, before, after));
    }

    /** The graph; for choose-order after the decisions, which are half of its result. */
    private static String text(Pass pass, Graph before, Graph after) {
        StringBuilder text = new StringBuilder();
        if (pass instanceof ChooseOrder order) {
            for (OrderDecision d : order.decide(before)) {
                text.append("# layer ")
                        .append(d.layer())
                        .append(": ")
                        .append(d.chosen().formula())
                        .append("; ")
                        .append(d.reason())
                        .append('\n');
            }
        }
        return text.append(GraphPrinter.printWithValues(after)).toString();
    }

    @Test
    void everyPassHasACaseAndNoFolderIsLeftOver() throws IOException {
        List<String> names = Pipelines.ALL.stream().map(Pass::name).sorted().toList();
        try (Stream<Path> folders = Files.list(Golden.FOLDER)) {
            assertThat(folders.map(f -> f.getFileName().toString()).sorted().toList())
                    .isEqualTo(names);
        }
        for (String name : names) {
            assertThat(name).matches("[a-z]+(-[a-z]+)*");
            assertThat(cases(name)).as(name).isNotEmpty();
        }
    }

    @Test
    void everyPassFileIsInTheListOfAllPasses() throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> sources = Files.list(Path.of("src/main/java/io/bitknit/compiler/pass"))) {
            for (Path source : sources.sorted().toList()) {
                if (Files.readString(source).contains("implements Pass {")) {
                    files.add(source.getFileName().toString().replace(".java", ""));
                }
            }
        }
        assertThat(files)
                .isEqualTo(Pipelines.ALL.stream()
                        .map(p -> p.getClass().getSimpleName())
                        .sorted()
                        .toList());
        assertThat(Pipelines.ALL).containsAll(Pipelines.DEFAULT);
    }

    private static List<Path> cases(String pass) {
        try (Stream<Path> files = Files.list(Golden.FOLDER.resolve(pass))) {
            return files.filter(f -> f.toString().endsWith(".dfg")).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
