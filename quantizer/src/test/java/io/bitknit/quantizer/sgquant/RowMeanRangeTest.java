// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.sgquant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RowMeanRangeTest {
    @Test
    void endsAreMeansOverRowsAndClipWhatIsBeyond() {
        RowMeanRange range = RowMeanRange.of(new double[] {0, 2, 4, 2, 4, 10}, 3);
        assertThat(range).isEqualTo(new RowMeanRange(1, 7));
        assertThat(range.quantized(10, 2)).isEqualTo(7);
        assertThat(range.quantized(0, 2)).isEqualTo(1);
    }

    @Test
    void theRangeNeedNotHoldZero() {
        RowMeanRange range = new RowMeanRange(0.5, 1);
        assertThat(range.quantized(0, 8)).isEqualTo(0.5);
    }

    @Test
    void aRangeWithoutExtentGivesItsOneValue() {
        RowMeanRange range = RowMeanRange.of(new double[] {0.1, 0.1, 0.1, 0.1, 0.1, 0.1}, 2);
        assertThat(range.high()).isEqualTo(range.low());
        assertThat(range.code(0.1, 4)).isZero();
        assertThat(range.quantized(99, 4)).isEqualTo(range.low());
        assertThat(range.flooredCode(99, 4)).isZero();
        assertThat(RowMeanRange.of(new double[0], 3)).isEqualTo(new RowMeanRange(0, 0));
    }

    @Test
    void tiesGoToTheEvenCode() {
        RowMeanRange range = new RowMeanRange(0, 3);
        assertThat(range.scale(2)).isEqualTo(1);
        assertThat(new long[] {range.code(0.5, 2), range.code(1.5, 2), range.code(2.5, 2)})
                .containsExactly(0, 2, 2);
    }

    @Test
    void oneBitIsTheTwoEnds() {
        RowMeanRange range = new RowMeanRange(-1, 3);
        assertThat(range.quantized(0.9, 1)).isEqualTo(-1);
        assertThat(range.quantized(1.1, 1)).isEqualTo(3);
    }

    @Test
    void thirtyTwoBitsAreExactEnough() {
        RowMeanRange range = new RowMeanRange(-1, 1);
        assertThat(range.code(1, 32)).isEqualTo((1L << 32) - 1);
        assertThat(range.quantized(0.3, 32)).isEqualTo(0.3, within(1e-9));
    }

    @Test
    void thePublishedFormulaHasOneStepMoreAndCutsTheLast() {
        RowMeanRange range = new RowMeanRange(0, 4);
        assertThat(new long[] {
                    range.flooredCode(0.99, 2),
                    range.flooredCode(1, 2),
                    range.flooredCode(4, 2),
                    range.flooredCode(-1, 2)
                })
                .containsExactly(0, 1, 3, 0);
    }
}
