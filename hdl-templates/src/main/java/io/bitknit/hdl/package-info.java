// SPDX-License-Identifier: Apache-2.0
/**
 * Hardware units: contract record, Velocity template, properties, bench and resource formulas of each, one name.
 *
 * <p>Read {@link io.bitknit.hdl.AcceleratorShape} first: the parameters of the whole accelerator and the latencies
 * that the compiler schedules with and the simulators reproduce. Imports nothing of ours.
 */
package io.bitknit.hdl;
