// SPDX-License-Identifier: Apache-2.0
/**
 * What quantization saves, counted as a published method counts it, so that figures can be laid side by side. What our
 * own hardware stores is counted by {@link io.bitknit.quantizer.BitCounts}; the two differ on purpose.
 *
 * <p>Read {@link io.bitknit.quantizer.accounting.SgquantMemory} first. Imports nothing of ours.
 */
package io.bitknit.quantizer.accounting;
