// SPDX-License-Identifier: Apache-2.0
/**
 * Networks other than the GCN that hardware exists for: GraphSAGE, GIN, GAT and AGNN, as floats and as integers.
 *
 * <p>Read {@link io.bitknit.model.network.FloatNetwork} first, then {@link io.bitknit.model.network.QuantizedNetwork}.
 * Imports only the values of {@code io.bitknit.model}.
 */
package io.bitknit.model.network;
