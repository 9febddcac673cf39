// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import io.bitknit.model.QuantizedModel;
import io.bitknit.quantizer.LateAccuracy;

/**
 * One quantized model and its accuracies, of integers unless they say float, 0..1.
 *
 * @param validation of the epoch that was chosen on the validation nodes
 * @param validationLate mean over the last fifth of the epochs, which flatters no configuration ({@link LateAccuracy})
 * @param test of the same epoch as {@code validation}
 * @param bestTest of the epoch that is best on the test nodes: the protocol of the published systems, never used to
 *     choose
 */
public record SeedRun(
        long seed,
        QuantizedModel model,
        double validationFloat,
        double testFloat,
        double validation,
        double validationLate,
        double test,
        double bestTest) {}
