// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExponentRuleTest {
    @Test
    void candidatesRaiseTheLastLayerFirst() {
        assertThat(ExponentRule.candidates(QuantizationOptions.defaults(), 2))
                .containsExactly(
                        List.of(1, 2, 1, 1),
                        List.of(1, 2, 2, 1),
                        List.of(2, 2, 2, 1),
                        List.of(2, 2, 4, 1),
                        List.of(4, 2, 4, 1));
    }

    @Test
    void fixedCountsStay() {
        QuantizationOptions options = QuantizationOptions.defaults()
                .withExponents(List.of(new ExponentChoice(8), ExponentChoice.AUTO), List.of(ExponentChoice.NONE));
        assertThat(ExponentRule.candidates(options, 2))
                .containsExactly(List.of(8, 1, 1, 1), List.of(8, 1, 2, 1), List.of(8, 1, 4, 1));
        assertThat(ExponentRule.candidates(options.withExponents(List.of(ExponentChoice.NONE)), 3))
                .containsExactly(List.of(1, 1, 1, 1, 1, 1));
    }

    @Test
    void cheapestWithinTheNoiseIsTaken() {
        double[] agreement = {0.95, 0.96, 0.97};
        // Two standard errors of 80 % on 500 nodes are 3.6 points.
        assertThat(ExponentRule.choose(new double[] {0.77, 0.78, 0.80}, agreement, 500))
                .isZero();
        assertThat(ExponentRule.choose(new double[] {0.76, 0.78, 0.80}, agreement, 500))
                .isEqualTo(1);
    }

    @Test
    void agreementDecidesWhereLabelsCannot() {
        assertThat(ExponentRule.choose(new double[] {0.7, 0.7, 0.7}, new double[] {0.80, 0.86, 0.88}, 120))
                .isEqualTo(1);
        assertThat(ExponentRule.choose(new double[3], new double[] {0.5, 0.8, 0.9}, 0))
                .isEqualTo(2);
    }

    @Test
    void validationDecidesWhereTheTwoContradict() {
        assertThat(ExponentRule.choose(new double[] {0.9, 0.5}, new double[] {0.5, 0.9}, 1000))
                .isZero();
    }
}
