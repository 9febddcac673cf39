// SPDX-License-Identifier: Apache-2.0
/**
 * All engines on one design: every stored value, every bank write and its cycle, the scores and the number of cycles.
 * Read {@link io.bitknit.sim.compare.CrossCheck} first.
 *
 * <p>Imports only: {@code model}, {@code hdl-templates}, {@code compiler.design}, the other packages of {@code sim}.
 */
package io.bitknit.sim.compare;
