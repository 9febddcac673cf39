// SPDX-License-Identifier: Apache-2.0
/**
 * The untimed graph: what is computed, in exact integers, without place and time; its text form, its verifier. The page
 * {@code doc/GRAPH.md} says what it models and what it refuses to model.
 *
 * <p>Read {@link io.bitknit.compiler.graph.Graph} first, then {@link io.bitknit.compiler.graph.Op}. Imports only:
 * {@code model}.
 */
package io.bitknit.compiler.graph;
