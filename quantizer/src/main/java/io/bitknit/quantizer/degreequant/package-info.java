// SPDX-License-Identifier: Apache-2.0
/**
 * Degree-Quant: protection by degree rank, percentile ranges and the affine quantizer, as values and rules; the
 * training that uses them is elsewhere.
 *
 * <p>Read {@link io.bitknit.quantizer.degreequant.Protection} first. Imports only {@code io.bitknit.model}.
 */
package io.bitknit.quantizer.degreequant;
