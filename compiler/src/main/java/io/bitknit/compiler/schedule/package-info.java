// SPDX-License-Identifier: Apache-2.0
/**
 * From a workload and the size of an accelerator to a {@code Design}: which bank holds which row, which destinations are
 * summed together, which port reads what in which cycle.
 *
 * <p>Read {@link io.bitknit.compiler.schedule.Scheduler} first. Imports only: {@code model}, {@code hdl-templates},
 * {@code compiler.graph}, {@code compiler.design}.
 */
package io.bitknit.compiler.schedule;
