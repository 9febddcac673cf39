// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.compiler.pass.Dumper;
import io.bitknit.compiler.pass.Pass;
import io.bitknit.compiler.pass.Pipelines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code doc/GRAPH.md} and the errors of the graph in {@code doc/errors.md} say what is true. */
class GraphDocumentTest {
    private static final Path DOC = Path.of("../doc");

    private final String page = Files.readString(DOC.resolve("GRAPH.md"));

    GraphDocumentTest() throws IOException {}

    @Test
    void theExampleIsReadLoweredAndExecuted() {
        String[] blocks = Pattern.compile("```dfg\n(.*?)```", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(m -> m.group(1))
                .toArray(String[]::new);
        assertThat(blocks).hasSize(2);
        Graph before = GraphParser.parse(blocks[0], Constants.NONE);
        assertThat(GraphPrinter.printWithValues(before)).isEqualTo(blocks[0]);
        Graph after = Pipelines.run(before, Pipelines.DEFAULT, Dumper.NONE, true);
        assertThat(GraphPrinter.print(after)).isEqualTo(blocks[1]);
        assertThat(GraphParser.parse(blocks[1], after.constants())).isEqualTo(after);
        assertThat(GraphInterpreter.run(before).get("class")).containsExactly(1, 1, 0);
        assertThat(GraphInterpreter.run(after).get("class")).containsExactly(1, 1, 0);
    }

    @Test
    void thePageNamesEveryPassInItsOrder() {
        String names = Pattern.compile("(?m)^\\| `([a-z-]+)` \\|")
                .matcher(page)
                .results()
                .map(m -> m.group(1))
                .collect(Collectors.joining(" "));
        assertThat(names).isEqualTo(Pipelines.ALL.stream().map(Pass::name).collect(Collectors.joining(" ")));
    }

    @Test
    void everyErrorIsInTheManual() throws IOException {
        String manual = Files.readString(DOC.resolve("errors.md"));
        for (GraphFinding finding : GraphFinding.values()) {
            assertThat(manual).contains("| " + finding.code() + " | `" + finding.shape() + "` |");
        }
    }
}
