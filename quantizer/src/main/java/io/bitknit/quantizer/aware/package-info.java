// SPDX-License-Identifier: Apache-2.0
/**
 * Quantization-aware training in the integer format of {@code doc/NUMERICS.md}: the forward pass of every epoch is the
 * integers of the model that would be exported at that moment; gradients go straight through the rounding.
 *
 * <p>Read {@link io.bitknit.quantizer.aware.IntegerGcn} first, then {@link io.bitknit.quantizer.aware.AwareTraining}.
 */
package io.bitknit.quantizer.aware;
