// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code bitknit} command: parses, calls the other modules, prints. It computes nothing itself.
 *
 * <p>Read {@link io.bitknit.cli.Main} first.
 *
 * <p>Imports only: all other modules but {@code benchmarks}, picocli, Jackson, progressbar.
 */
package io.bitknit.cli;
