// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.bitknit.model.GraphData;
import io.bitknit.model.diag.UserException;
import org.junit.jupiter.api.Test;

class InputQuantizerTest {
    private static GraphData graph(float[][] table) {
        return TestModels.graph(TestModels.adjacency(table.length, new int[][] {}), table, 1);
    }

    @Test
    void binaryFeaturesTakeOneBitWhateverTheLimit() {
        InputQuantizer.Result result =
                InputQuantizer.quantize(graph(new float[][] {{0, 1, 1}, {0, 0, 0}, {1, 0, 0}}), true, 8);
        assertThat(result.input().bits()).isEqualTo(1);
        assertThat(result.input().scale()).isEqualTo(1);
        assertThat(result.input().column()).containsExactly(1, 2, 0);
        assertThat(result.input().code()).containsExactly(1, 1, 1);
        assertThat(result.rowFactor()).containsExactly(0.5, 0, 1);
    }

    @Test
    void oneValueOnlyTakesOneBit() {
        InputQuantizer.Result result = InputQuantizer.quantize(graph(new float[][] {{0.25f, 0}, {0, 0.25f}}), false, 8);
        assertThat(result.input().bits()).isEqualTo(1);
        assertThat(result.input().scale()).isEqualTo(0.25);
        assertThat(result.rowFactor()).containsExactly(1, 1);
    }

    @Test
    void countsAreExactInTheFewestBits() {
        InputQuantizer.Result result = InputQuantizer.quantize(graph(new float[][] {{5, 0}, {1, 3}}), true, 8);
        assertThat(result.input().bits()).isEqualTo(3);
        assertThat(result.input().code()).containsExactly(5, 1, 3);
        assertThat(result.relativeError()).isZero();
    }

    @Test
    void realValuesUseAllBitsAndKeepTheRowSum() {
        InputQuantizer.Result result =
                InputQuantizer.quantize(graph(new float[][] {{0.1f, 0.7f}, {1e-9f, 1}, {0, 1e-9f}}), true, 8);
        assertThat(result.input().bits()).isEqualTo(8);
        assertThat(result.input().rowStart())
                .as("values that round to 0 are dropped")
                .containsExactly(0, 2, 3, 3);
        int sum = Byte.toUnsignedInt(result.input().code()[0])
                + Byte.toUnsignedInt(result.input().code()[1]);
        assertThat(result.rowFactor()[0] * sum * result.input().scale()).isEqualTo(1, within(1e-12));
        assertThat(result.rowFactor()[2]).isZero();
        assertThat(result.relativeError()).isBetween(1e-6, 0.01);
    }

    @Test
    void featureThatIsNegativeIsNamedWithTheNearestSupportedForm() {
        assertThatThrownBy(() -> InputQuantizer.quantize(graph(new float[][] {{1, 0}, {0, -0.5f}}), true, 8))
                .isInstanceOf(UserException.class)
                .hasMessage("error[Q-007]: test: feature 1 of node 1 is -0.5, input features must be 0 or more; shift"
                        + " each column by its minimum before training, or split it into a positive and a negative"
                        + " column");
    }
}
