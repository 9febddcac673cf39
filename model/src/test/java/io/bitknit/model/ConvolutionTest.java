// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
    @Test
    void addsASelfLoopInOrder() {
        Adjacency raw = new Adjacency(3, new int[] {0, 1, 3, 3}, new int[] {2, 0, 2});

        Adjacency terms = Convolution.withSelfLoops(raw);

        assertThat(terms.rowStart()).containsExactly(0, 2, 5, 6);
        assertThat(terms.source()).containsExactly(0, 2, 0, 1, 2, 2);
    }

    @Test
    void keepsOneOfSeveralSelfLoopsAndEveryRepeatedEdge() {
        Adjacency raw = new Adjacency(2, new int[] {0, 4, 5}, new int[] {0, 0, 1, 1, 1});

        Adjacency terms = Convolution.withSelfLoops(raw);

        assertThat(terms.rowStart()).containsExactly(0, 3, 4);
        assertThat(terms.source()).containsExactly(0, 1, 1, 1);
    }

    @Test
    void agreesWithASortOnRandomGraphs() {
        for (long seed = 0; seed < 300; seed++) {
            Adjacency raw = new Samples(seed).graph().adjacency();
            List<Integer> expected = new ArrayList<>();
            for (int v = 0; v < raw.nodes(); v++) {
                List<Integer> row = new ArrayList<>(List.of(v));
                for (int i = raw.rowStart()[v]; i < raw.rowStart()[v + 1]; i++) {
                    if (raw.source()[i] != v) {
                        row.add(raw.source()[i]);
                    }
                }
                Collections.sort(row);
                expected.addAll(row);
            }

            Adjacency terms = Convolution.withSelfLoops(raw);

            assertThat(terms.source())
                    .as("seed %d", seed)
                    .containsExactly(expected.stream().mapToInt(i -> i).toArray());
            assertThat(terms.terms()).isEqualTo(expected.size());
        }
    }
}
