// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.sgquant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.quantizer.Degrees;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodedDegreeRuleTest {
    @ParameterizedTest
    @CsvSource({"0, 32", "1, 32", "3, 32", "4, 16", "15, 16", "16, 8", "63, 8", "64, 4", "255, 4", "256, 2", "99999, 2"
    })
    void bucketsOfThePublishedWidths(int degree, int bits) {
        assertThat(CodedDegreeRule.PUBLISHED.bits(degree)).isEqualTo(bits);
    }

    @Test
    void shorterListsForceNarrowRows() {
        CodedDegreeRule rule = new CodedDegreeRule(List.of(1, 2));
        assertThat(rule.bits(0)).isEqualTo(2);
        assertThat(rule.bits(1)).isEqualTo(2);
        assertThat(rule.bits(2000)).isEqualTo(2);
        assertThat(new CodedDegreeRule(List.of(16)).bits(3)).isEqualTo(16);
    }

    @Test
    void nodeCountsOfCora() throws IOException {
        int[] degrees = Degrees.inDegrees(Degrees.adjacency("cora"));
        assertThat(CodedDegreeRule.PUBLISHED.nodesPerWidth(degrees)).isEqualTo(Map.of(32, 1621, 16, 1040, 8, 43, 4, 4));
        assertThat(CodedDegreeRule.PUBLISHED.meanBits(degrees)).isEqualTo(25.4, within(0.05));
        assertShares(degrees, 59.9, 32.6, 5.8, 1.7, 3.51);
    }

    @Test
    void nodeCountsOfPubmed() throws IOException {
        int[] degrees = Degrees.inDegrees(Degrees.adjacency("pubmed-graph-only"));
        assertThat(CodedDegreeRule.PUBLISHED.nodesPerWidth(degrees))
                .isEqualTo(Map.of(32, 14035, 16, 4362, 8, 1292, 4, 28));
        assertThat(CodedDegreeRule.PUBLISHED.meanBits(degrees)).isEqualTo(26.8, within(0.05));
        assertShares(degrees, 71.2, 12.5, 9.6, 6.7, 3.48);
    }

    /** Shares in percent below 4, 8, 16 edges and above, and the mean of 4, 3, 2, 1 bits. */
    private static void assertShares(int[] degrees, double d4, double d8, double d16, double more, double meanBits) {
        double[] share = new double[4];
        for (int d : degrees) {
            share[d < 4 ? 0 : d < 8 ? 1 : d < 16 ? 2 : 3] += 100.0 / degrees.length;
        }
        assertThat(share).containsExactly(new double[] {d4, d8, d16, more}, within(0.05));
        assertThat(4 * share[0] + 3 * share[1] + 2 * share[2] + share[3]).isEqualTo(100 * meanBits, within(0.5));
        assertThat(Arrays.stream(share).sum()).isEqualTo(100, within(1e-6));
    }
}
