// SPDX-License-Identifier: Apache-2.0
/**
 * GraphSAGE, GIN, GAT and AGNN from floats to integers.
 *
 * <p>Read {@link io.bitknit.quantizer.network.NetworkPlan} first, then {@link
 * io.bitknit.quantizer.network.NetworkBuilder}; the integers are {@code doc/NUMERICS.md}. Imports {@code
 * io.bitknit.model} and the calibration of {@code io.bitknit.quantizer}.
 */
package io.bitknit.quantizer.network;
