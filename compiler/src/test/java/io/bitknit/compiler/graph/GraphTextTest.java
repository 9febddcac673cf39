// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.model.diag.Diagnostic;
import io.bitknit.model.diag.UserException;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphTextTest {
    @Test
    void whatIsPrintedWithItsNumbersIsReadBack() {
        for (long seed = 1; seed <= 200; seed++) {
            Graph graph = RandomGraphs.graph(seed);
            String text = GraphPrinter.printWithValues(graph);
            Graph read = GraphParser.parse(text, Constants.NONE);
            assertThat(read).as("seed %d", seed).isEqualTo(graph);
            assertThat(GraphPrinter.printWithValues(read)).as("seed %d", seed).isEqualTo(text);
        }
    }

    @Test
    void whatIsPrintedWithDigestsIsReadBackBesideTheArrays() {
        for (long seed = 1; seed <= 200; seed++) {
            Graph graph = RandomGraphs.graph(seed);
            String text = GraphPrinter.print(graph);
            assertThat(GraphParser.parse(text, graph.constants()))
                    .as("seed %d", seed)
                    .isEqualTo(graph);
        }
    }

    @Test
    void damagedTextIsAGraphOrAnError() {
        int refused = 0;
        for (long seed = 1; seed <= 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(GraphPrinter.printWithValues(RandomGraphs.graph(seed % 20)));
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(text.length());
                text.setCharAt(at, " \n0-9%@x[]|:<\"\\".charAt(random.nextInt(15)));
            }
            try {
                GraphVerifier.verify(GraphParser.parse(text.toString(), Constants.NONE));
            } catch (UserException e) {
                assertThat(e.diagnostics()).as("seed %d", seed).isNotEmpty();
                assertThat(e.diagnostics())
                        .allMatch(d -> d.place().startsWith("line ") && d.code().startsWith("G-0"));
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', quoteCharacter = '\'', textBlock = """
            'const @a i8[2] = 1 300'                 # error[G-001]: line 2 column 20: "300", expected an integer from -128 to 127
            'const @a i8[3] = 1 2'                   # error[G-006]: line 2: the line says i8[3], its numbers are i8[2]
            'const @a f32[1] = 1'                    # error[G-001]: line 2 column 13: "[1] = 1", expected i8, i32, i64, terms or sparse before this
            'const @a i8[2] sha 00'                  # error[G-003]: line 2: the text has only the digest of '@a', and the array is not given beside it
            'const @k i8[2] sha 00'                  # error[G-004]: line 2: the text says i8[2] with digest 00, the array beside it is i8[1] with digest 4bf5122f344554c5
            '%a = add %b'                            # error[G-007]: line 2: unknown operation 'add'; known: sparse-input, constant, matmul, gather-sum, requantize, score
            '%a = score %b : [3] class 2'            # error[G-001]: line 2 column 28: the end of the line, expected 'loc'
            '%a = score %b : [3] class 2 loc "a" b'  # error[G-001]: line 2 column 37: "b", expected the end of the line
            '%a = score %b : [3] class 2 loc "\\n"'  # error[G-001]: line 2 column 35: "n\\"", expected '\\"', '\\\\' or '\\u' with four hexadecimal digits after a backslash
            'const @a terms[2 x 1] = 0<<9'           # error[G-001]: line 2 column 28: "9", expected an integer from 0 to 7
            """)
    void theLineOfAnError(String line, String expected) {
        Constants beside = new Constants(Map.of("k", new ConstantArray.Int8s(new byte[] {1})));
        assertThatThrownBy(() -> GraphParser.parse("graph \"g\"\n" + line, beside))
                .isInstanceOf(UserException.class)
                .hasMessage(expected);
    }

    @Test
    void anArrayThatIsThereTwice() {
        assertThatThrownBy(
                        () -> GraphParser.parse("graph \"g\"\nconst @a i8[1] = 1\nconst @a i8[1] = 1", Constants.NONE))
                .hasMessage("error[G-005]: line 3: the array '@a' is there twice");
    }

    @Test
    void textWithoutAHeader() {
        for (String text : new String[] {"", "# nothing", "%a = score %b"}) {
            assertThatThrownBy(() -> GraphParser.parse(text, Constants.NONE))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("error[G-002]: line 1: the first line is not 'graph' and a name in quotes");
        }
    }

    @Test
    void everyWrongLineIsReported() {
        try {
            GraphParser.parse("graph \"g\"\n%a\n\n# fine\n%b\n", Constants.NONE);
        } catch (UserException e) {
            assertThat(e.diagnostics())
                    .extracting(Diagnostic::place)
                    .containsExactly("line 2 column 3", "line 5 column 3");
            return;
        }
        throw new AssertionError("the text was read");
    }
}
