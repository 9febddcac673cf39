// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** An estimate as people read it. */
class EstimateTextTest {
    @Test
    void aClockThatNobodyHasShownForSuchASizeIsNoPromise() {
        String estimate = "{\"latencyMicros\": 77.06, \"clockMhz\": 54, \"clockCovers\": %s}";
        assertThat(latency(estimate.formatted("true"))).isEqualTo("77.06 us at 54 MHz");
        assertThat(latency(estimate.formatted("false")))
                .isEqualTo("77.06 us at 54 MHz, a clock that was shown by smaller accelerators");
    }

    private static String latency(String estimate) {
        return EstimateText.latency(JsonMapper.shared().readTree(estimate));
    }
}
