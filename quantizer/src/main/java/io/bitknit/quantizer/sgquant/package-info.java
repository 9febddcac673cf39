// SPDX-License-Identifier: Apache-2.0
/**
 * SGQuant: its affine quantizer with calibrated ranges, and widths by degree as its program has them. Values and rules
 * only; the training that uses them is elsewhere.
 *
 * <p>Read {@link io.bitknit.quantizer.sgquant.RowMeanRange} first. Imports only {@code io.bitknit.model}.
 */
package io.bitknit.quantizer.sgquant;
