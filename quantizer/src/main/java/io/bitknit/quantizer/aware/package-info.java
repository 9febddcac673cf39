// SPDX-License-Identifier: Apache-2.0
/**
 * Quantization-aware training in the integer format of {@code doc/NUMERICS.md}: the forward pass of every epoch is the
 * integers of the model that would be exported at that moment; gradients go straight through the rounding.
 *
 * <p>Read {@link io.bitknit.quantizer.aware.IntegerGcn} first, then {@link io.bitknit.quantizer.aware.AwareTraining}.
 *
 * <p>Imports {@code io.bitknit.model}, the calibration of {@code io.bitknit.quantizer}, its engine and training.
 */
package io.bitknit.quantizer.aware;
