// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.degreequant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.model.Adjacency;
import io.bitknit.quantizer.Degrees;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProtectionTest {
    @ParameterizedTest
    @CsvSource({"cora, 0.0578, 0.0179, 0.076", "pubmed-graph-only, 0.0627, 0.0461, 0.084"})
    void meansOfRealGraphs(String dataset, double nodes, double atDegreeOne, double edges) throws IOException {
        Adjacency adjacency = Degrees.adjacency(dataset);
        int[] degrees = Degrees.inDegrees(adjacency);
        double[] probability = new Protection(0, 0.1).probabilities(degrees);
        assertThat(Protection.meanOverNodes(probability)).isEqualTo(nodes, within(0.00005));
        assertThat(Protection.meanOverEdges(probability, adjacency)).isEqualTo(edges, within(0.0005));
        int largest = 0;
        for (int v = 0; v < degrees.length; v++) {
            largest = degrees[v] > degrees[largest] ? v : largest;
            if (degrees[v] == 1) {
                assertThat(probability[v]).isEqualTo(atDegreeOne, within(0.00005));
            }
        }
        assertThat(probability[largest]).isEqualTo(0.1, within(1e-12));
    }

    @Test
    void equalDegreesAreEqual() {
        assertThat(new Protection(0.1, 0.4).probabilities(new int[] {2, 0, 2, 5}))
                .containsExactly(new double[] {0.4, 0.2, 0.4, 0.5}, within(1e-12));
        assertThat(new Protection(0, 0.1).probabilities(new int[] {3, 3})).containsExactly(0.1, 0.1);
        assertThat(Protection.meanOverNodes(new double[0])).isZero();
    }

    @Test
    void probabilitiesStayBelowOne() {
        assertThatThrownBy(() -> new Protection(0.95, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Protection(-0.1, 0.1)).isInstanceOf(IllegalArgumentException.class);
    }
}
