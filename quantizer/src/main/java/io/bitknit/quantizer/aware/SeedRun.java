// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import io.bitknit.model.QuantizedModel;

/**
 * One quantized model and its accuracies, of integers unless they say float, 0..1.
 *
 * @param validation of the epoch that was chosen on the validation nodes
 * @param validationLast of the last epoch, which nobody chose, so it flatters no configuration
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
        double validationLast,
        double test,
        double bestTest) {}
