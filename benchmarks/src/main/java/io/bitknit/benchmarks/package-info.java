// SPDX-License-Identifier: Apache-2.0
/**
 * Measurements: speed of the simulators, compile time against graph size, accuracy and cycles against bits. Each has
 * one command, {@code ./bitknit benchmark NAME}, and writes a table under {@code doc/results}.
 *
 * <p>Read {@link io.bitknit.benchmarks.Main} first.
 *
 * <p>Imports only: all other modules. Nothing depends on this one.
 */
package io.bitknit.benchmarks;
