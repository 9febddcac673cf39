// SPDX-License-Identifier: Apache-2.0
/**
 * The common output of all engines: the list of bank writes with their cycles. Read
 * {@link io.bitknit.sim.event.EventLog} first.
 *
 * <p>Imports only: {@code model}, {@code hdl-templates}.
 */
package io.bitknit.sim.event;
