// SPDX-License-Identifier: Apache-2.0
/**
 * Rewritings of the graph: one pass, one file, one name. Each has golden files in {@code pass/<name>} of the tests.
 *
 * <p>Read {@link io.bitknit.compiler.pass.Pipelines} first. Imports only: {@code model}, {@code compiler.graph}.
 */
package io.bitknit.compiler.pass;
