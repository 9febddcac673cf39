// SPDX-License-Identifier: Apache-2.0
/**
 * Executes a Design cycle by cycle, register by register, in the stages of {@code doc/DESIGN.md}; for waveforms and as
 * a check of the fast simulator, with which it shares no arithmetic. Read
 * {@link io.bitknit.sim.trace.TraceSimulator} first.
 *
 * <p>Units have two methods: {@code sample} reads the registers of all units, {@code commit} changes its own. The order
 * of units therefore does not matter. Each array or field named {@code at...} is a register and carries the distance,
 * in cycles, from the step's program address (c0 of {@code doc/DESIGN.md}).
 *
 * <p>Imports only: {@code hdl-templates}, {@code compiler.design}, {@code sim.event}, {@code sim.wave}.
 */
package io.bitknit.sim.trace;
