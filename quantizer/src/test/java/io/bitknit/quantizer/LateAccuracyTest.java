// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LateAccuracyTest {
    @Test
    void theLastFifthCounts() {
        LateAccuracy late = new LateAccuracy();
        assertThat(late.mean()).isZero();
        late.add(0.9);
        assertThat(late.mean()).isEqualTo(0.9);
        for (int epoch = 2; epoch <= 11; epoch++) {
            late.add(epoch / 20.0);
        }
        assertThat(late.mean()).isCloseTo((10 + 11) / 40.0, within(1e-12));
    }
}
