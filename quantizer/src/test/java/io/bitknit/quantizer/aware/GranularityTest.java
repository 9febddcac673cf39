// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.model.Adjacency;
import io.bitknit.model.Convolution;
import io.bitknit.quantizer.HiddenWidths;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Widths of a star: a hub with 20 neighbours and leaves with one. */
class GranularityTest {
    private static final Adjacency STAR = star();

    private static Adjacency star() {
        int nodes = 21;
        int[] rowStart = new int[nodes + 1];
        int[] source = new int[40];
        for (int i = 0; i < 20; i++) {
            source[i] = i + 1;
        }
        rowStart[1] = 20;
        for (int v = 1; v < nodes; v++) {
            rowStart[v + 1] = 20 + v;
        }
        return Convolution.withSelfLoops(new Adjacency(nodes, rowStart, source));
    }

    /** Widths of hub and leaf: gathered in layer 0, entering layer 1, gathered in layer 1. */
    private static List<Integer> widths(String granularity, Integer... bits) {
        HiddenWidths widths = Granularity.parse(granularity).widths(List.of(bits), 2, STAR);
        byte[] first = widths.combined(0, 2, STAR);
        byte[] hidden = widths.aggregated(0, 2, STAR);
        byte[] second = widths.combined(1, 2, STAR);
        return List.of(
                (int) first[0], (int) first[1], (int) hidden[0], (int) hidden[1], (int) second[0], (int) second[1]);
    }

    @Test
    void eachGranularityLooksAtItsOwnPlace() {
        assertThat(widths("uniform", 4, 2)).containsExactly(4, 4, 4, 4, 4, 4);
        assertThat(widths("lwq", 4, 2)).containsExactly(4, 4, 2, 2, 2, 2);
        assertThat(widths("cwq", 4, 2)).containsExactly(2, 2, 4, 4, 2, 2);
        assertThat(widths("taq", 4, 3, 2, 1)).containsExactly(1, 4, 1, 4, 1, 4);
    }

    @Test
    void togetherTheyTakeTheMeanPlace() {
        // Places: layer 0 or 1, component 1, 0 or 1, bucket 1 (hub) or 0 (leaf).
        assertThat(widths("lwq+cwq+taq", 4, 3, 2, 1)).containsExactly(2, 3, 2, 3, 1, 2);
    }
}
