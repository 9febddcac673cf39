// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.diag.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A sound graph, and for each finding of the verifier the same graph with one change. */
class GraphVerifierTest {
    private static final String SOUND = """
            graph "small"
            const @x sparse[2 x 3 x 3] = 0:1 2:1 | 1:1
            const @w i8[6] = 1 -2 3 0 -4 2
            const @n terms[2 x 3] = 0 1 | 1
            const @b i8[2] = 4 2
            const @e i8[2] = 0 1
            const @m i32[2] = 300 400
            const @z i64[2] = 0 -7
            %x = sparse-input @x : [2 x 3] u1 loc "m"
            %w = constant @w : [3 x 2] s4 loc "m"
            %xw = matmul %x, %w : [2 x 2] sum -16..30 loc "m"
            %p = requantize %xw bits @b exponents @e multipliers @m bias @z shift 9 label "" : [2 x 2] s2..4 e0..1 loc "m"
            %ap = gather-sum %p terms @n : [2 x 2] sum -12..21 loc "m"
            %h = requantize %ap bits @b exponents @e multipliers @m bias @z shift 9 label "" : [2 x 2] s2..4 e0..1 loc "m"
            %class = score %h : [2] class 2 loc "m"
            """;

    private static List<String> findings(String text) {
        return GraphVerifier.verify(GraphParser.parse(text, Constants.NONE)).stream()
                .map(Diagnostic::toString)
                .toList();
    }

    /** Each case: what is replaced, by what, the findings. */
    private static final String[][] CASES = {
        {"@w i8[6]", "@.. i8[6]", "error[G-014]: %w: the array '@w' is missing or not Int8s"},
        {
            "%h =",
            "%p =",
            "error[G-011]: %p: two operations are named 'p'",
            "error[G-012]: %class: operand 'h' is not made by an operation before it"
        },
        {
            "%ap = gather-sum %p",
            "%ap = gather-sum %h",
            "error[G-012]: %ap: operand 'h' is not made by an operation before it"
        },
        {"gather-sum %p", "gather-sum %xw", "error[G-013]: %ap: operand 'xw' is [2 x 2] sum -16..30, expected codes"},
        {"matmul %x, %w", "matmul %x, %x", "error[G-013]: %xw: operand 'x' is computed, expected constant"},
        {"requantize %ap", "requantize %p", "error[G-013]: %h: operand 'p' is [2 x 2] s2..4 e0..1, expected sums"},
        {"score %h", "score %ap", "error[G-013]: %class: operand 'ap' is [2 x 2] sum -12..21, expected codes"},
        {"terms @n", "terms @b", "error[G-014]: %ap: the array '@b' is missing or not Terms"},
        {
            "%class = score %h : [2] class 2 loc \"m\"",
            "",
            "error[G-015]: the graph has 0 scores and ends with 'h', expected one, at the end"
        },
        {"[2] class", "[3] class", "error[G-020]: %class: the result has 3 rows, 'h' has 2"},
        {"class 2 loc", "class 3 loc", "error[G-021]: %class: the result has 3 features, 'h' has 2"},
        {
            "@m i32[2] = 300 400",
            "@m i32[1] = 300",
            "error[G-022]: %p: the array '@m' has 1 elements, the result takes 2",
            "error[G-022]: %h: the array '@m' has 1 elements, the result takes 2"
        },
        {
            "@w i8[6] = 1 -2 3 0 -4 2",
            "@w i8[5] = 1 -2 3 0 -4",
            "error[G-022]: %w: the array '@w' has 5 elements, the result takes 6"
        },
        {
            "@b i8[2] = 4 2",
            "@b i8[2] = 4 4",
            "error[G-023]: %p: the rows of the result have widths 4 to 4, its type says 2 to 4",
            "error[G-023]: %h: the rows of the result have widths 4 to 4, its type says 2 to 4"
        },
        {"0:1 2:1 | 1:1", "0:1 2:1 | 1:2", "error[G-024]: %x: element 2 of '@x' is 2, expected 1 to 1"},
        {"0:1 2:1 | 1:1", "0:1 3:1 | 1:1", "error[G-024]: %x: element 1 of '@x' is 3, expected 0 to 2"},
        {"= 1 -2 3 0 -4 2", "= 1 -2 3 0 -4 8", "error[G-024]: %w: element 5 of '@w' is 8, expected -8 to 7"},
        {"= 0 1 | 1", "= 0 2 | 1", "error[G-024]: %ap: element 1 of '@n' is 2, expected 0 to 1"},
        {
            "= 300 400",
            "= 300 65536",
            "error[G-024]: %p: element 1 of '@m' is 65536, expected 0 to 65535",
            "error[G-024]: %h: element 1 of '@m' is 65536, expected 0 to 65535"
        },
        {
            "bias @z shift 9 label \"\" : [2 x 2] s2..4 e0..1 loc \"m\"\n%ap",
            "bias @z shift 21 label \"\" : [2 x 2] s2..4 e0..1 loc \"m\"\n%ap",
            "error[G-026]: %p: the shift is 21, expected 1 to 20"
        },
        {
            "[3 x 2] s4",
            "[3 x 2] s9",
            "error[G-027]: %w: the type '[3 x 2] s9' has a width outside 1 to 8 or an exponent outside 0 to 7, or ends before it starts"
        },
        {"sum -12..21", "sum -12..20", "error[G-030]: %ap: the sums reach -12 to 21, the type holds -12 to 20"},
        {"sum -16..30", "sum -15..30", "error[G-030]: %xw: the sums reach -16 to 30, the type holds -15 to 30"},
        {
            "[2 x 3] u1",
            "[2 x 3] s1",
            "error[G-031]: %x: the result is '[2 x 3] s1', expected unsigned codes of one width and exponent 0"
        },
        {
            "[3 x 2] s4",
            "[3 x 2] u4",
            "error[G-031]: %w: the result is '[3 x 2] u4', expected signed codes of one width and exponent 0"
        },
    };

    @Test
    void aSoundGraphHasNoFindings() {
        assertThat(findings(SOUND)).isEmpty();
    }

    @Test
    void eachChangeIsFoundAndNothingElse() {
        for (String[] c : CASES) {
            String text = SOUND.replace(c[0], c[1]);
            assertThat(text).as(c[0]).isNotEqualTo(SOUND);
            assertThat(findings(text))
                    .as(c[1])
                    .containsExactly(List.of(c).subList(2, c.length).toArray(new String[0]));
        }
    }

    @Test
    void whatTheTextFormCannotSayIsFoundAsWell() {
        Graph sound = GraphParser.parse(SOUND, Constants.NONE);
        Graph starts = sound.withConstants(sound.constants()
                .with("n", new ConstantArray.Terms(new int[] {0, 2, 1}, new int[] {0, 1, 1}, new byte[0])));
        assertThat(GraphVerifier.verify(starts).toString())
                .contains("G-025")
                .contains("the row starts of '@n' do not ascend from 0 to its number of elements");
        List<Op> ops = new ArrayList<>(sound.ops());
        Op.Score score = (Op.Score) ops.get(ops.size() - 1);
        ops.set(ops.size() - 1, new Op.Score("Upper Case", score.input(), score.result(), score.location()));
        assertThat(GraphVerifier.verify(sound.withOps(ops)).toString())
                .contains("G-010")
                .contains("'Upper Case' is not a name");
    }

    @Test
    void everyFindingOfTheVerifierHasACase() {
        Set<String> shown = new TreeSet<>(Set.of("G-010", "G-025"));
        for (String[] c : CASES) {
            for (int i = 2; i < c.length; i++) {
                shown.add(c[i].substring(6, 11));
            }
        }
        for (GraphFinding finding : GraphFinding.values()) {
            String code = finding.code();
            if (code.compareTo("G-010") >= 0) {
                assertThat(shown).contains(code);
            }
        }
    }
}
