// SPDX-License-Identifier: Apache-2.0
/**
 * What a design costs: cycles and what holds them back, area by unit, latency on a board.
 *
 * <p>Read {@link io.bitknit.compiler.estimate.Estimate} first. Imports only: {@code hdl-templates}, {@code boards},
 * {@code compiler.design}.
 */
package io.bitknit.compiler.estimate;
