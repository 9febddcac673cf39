// SPDX-License-Identifier: Apache-2.0
/**
 * Automatic bit selection: SGQuant's loop of measured configurations and a regression tree, on hardware cost.
 *
 * <p>Read {@link io.bitknit.quantizer.search.BitSearch} first. What is searched, a GCN or a network, is a {@link
 * io.bitknit.quantizer.search.Subject}. What a GCN costs is asked through {@link
 * io.bitknit.quantizer.search.HardwareCost}, so that this module knows no compiler.
 *
 * <p>Imports {@code io.bitknit.model}, the training in integers of {@code aware} and {@code network}, and Tribuo's
 * regression tree.
 */
package io.bitknit.quantizer.search;
