// SPDX-License-Identifier: Apache-2.0
/**
 * Chooses the size of the accelerator for a workload and a board.
 *
 * <p>Read {@link io.bitknit.compiler.search.ShapeSearch} first. Imports only: {@code model}, {@code hdl-templates},
 * {@code boards}, {@code compiler.design}, {@code compiler.schedule}, {@code compiler.estimate}.
 */
package io.bitknit.compiler.search;
