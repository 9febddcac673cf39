// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import io.bitknit.model.QuantizedModel;
import java.util.Optional;

/** What a quantized model would cost in hardware; asked from several threads. */
@FunctionalInterface
public interface HardwareCost {
    /**
     * @param cycles of one inference
     * @param memoryKbit of block memories
     * @param areaLuts look-up tables
     */
    record Measure(long cycles, long memoryKbit, long areaLuts) {}

    /** @return nothing if the hardware cannot hold the model */
    Optional<Measure> of(QuantizedModel model);
}
