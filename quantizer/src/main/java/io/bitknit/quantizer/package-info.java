// SPDX-License-Identifier: Apache-2.0
/**
 * From a float model to a quantized model by calibration alone: no training.
 *
 * <p>Read {@link io.bitknit.quantizer.PostTrainingQuantizer} first; the method is {@code doc/QUANTIZATION.md}, the
 * integers are {@code doc/NUMERICS.md}. Imports only {@code io.bitknit.model} and, for the training of the bundled
 * demo model, {@code org.apache.commons.rng}.
 */
package io.bitknit.quantizer;
