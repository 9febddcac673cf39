// SPDX-License-Identifier: Apache-2.0
/**
 * Automatic bit selection: SGQuant's loop of measured configurations and a regression tree, on hardware cost.
 *
 * <p>Read {@link io.bitknit.quantizer.search.BitSearch} first. What a configuration costs is asked through {@link
 * io.bitknit.quantizer.search.HardwareCost}, so that this module knows no compiler.
 */
package io.bitknit.quantizer.search;
