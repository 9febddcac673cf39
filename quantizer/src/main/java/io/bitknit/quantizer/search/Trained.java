// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

/** A configuration that was trained with one seed. Accuracies are of the exported integers unless they say float, 0..1. */
public interface Trained {
    double validationFloat();

    double testFloat();

    double validation();

    /** Mean over the last fifth of the epochs: the chosen one is the best of many on these nodes, which flatters it. */
    double validationLate();

    double test();

    /** Mean bits in the three countings of {@code doc/QUANTIZATION.md}; likewise the next two. */
    double bitsInput();

    double bitsHidden();

    double bitsAll();

    /** Mean bits of what later layers read, A2Q's counting; nothing where that is not defined. */
    OptionalDouble bitsHiddenA2q();

    /** How many times less memory by SGQuant's counting; nothing where that is not defined. */
    OptionalDouble savingSgquant();

    /** What it costs in hardware; nothing if the hardware cannot hold it, or if there is none. */
    Optional<HardwareCost.Measure> hardware();

    /**
     * What the objective counts.
     *
     * @param measure what {@link #hardware} said, if the objective needs it
     * @return infinite if the hardware cannot hold it
     */
    double cost(Objective objective, Optional<HardwareCost.Measure> measure);

    /** Writes the quantized model. */
    void write(Path folder);
}
