// SPDX-License-Identifier: Apache-2.0
/**
 * The timed level: what every unit does in every cycle, as values. Read {@link io.bitknit.compiler.design.Design} first.
 * Formats and timing: {@code doc/DESIGN.md}.
 *
 * <p>Imports only: {@code model}, {@code hdl-templates}, {@code compiler.graph}.
 */
package io.bitknit.compiler.design;
