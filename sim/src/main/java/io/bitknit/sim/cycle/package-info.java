// SPDX-License-Identifier: Apache-2.0
/**
 * Executes a Design: whole integers per destination, event times from the schedule. Read
 * {@link io.bitknit.sim.cycle.CycleSimulator} first.
 *
 * <p>Everything that does not depend on data is resolved once: {@link io.bitknit.sim.cycle.StepList} unrolls the runs,
 * {@link io.bitknit.sim.cycle.RowTable} follows which word of which bank holds which row, and
 * {@link io.bitknit.sim.cycle.PhasePlan} lists, per destination, the rows that it sums. A run of the simulator is then
 * sums of packed rows, requantizations and transpositions, without allocation.
 *
 * <p>Imports only: {@code hdl-templates}, {@code compiler.design}, {@code sim.event}.
 */
package io.bitknit.sim.cycle;
