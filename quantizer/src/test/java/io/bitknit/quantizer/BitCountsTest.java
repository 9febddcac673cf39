// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BitCountsTest {
    @Test
    void countsKarateByHand() {
        BitCounts counts = PostTrainingQuantizer.quantize(
                        KarateTraining.train(),
                        QuantizationOptions.defaults()
                                .withHidden(HiddenWidths.uniform(3))
                                .withExponents(List.of(ExponentChoice.NONE)))
                .bits();
        long hidden = 34 * 16 + 34 * 16 + 34 * 4;
        long weights = 34 * 16 + 16 * 4;
        assertThat(counts.inputElements()).isEqualTo(34);
        assertThat(counts.hiddenElements()).isEqualTo(hidden);
        assertThat(counts.scoreElements()).isEqualTo(34 * 4);
        assertThat(counts.weightElements()).isEqualTo(weights);
        assertThat(counts.inputBits()).isEqualTo(1);
        assertThat(counts.hiddenBits()).isEqualTo(3);
        long sum = 34 + 3 * hidden + 8 * 34 * 4 + 4 * weights;
        long elements = 34 + hidden + 34 * 4 + weights;
        assertThat(counts.allBits()).isEqualTo((double) sum / elements, within(1e-12));
        assertThat(counts.memoryBeforeBits()).isEqualTo(32 * (elements + 20));
        assertThat(counts.memoryAfterBits()).isEqualTo(sum + 4 * 34 * 16 + 32 * 20);
    }
}
