// SPDX-License-Identifier: Apache-2.0
/**
 * Runs the Verilog of an accelerator in Verilator and Icarus, driven over the host streams as a real host drives it.
 * Read {@link io.bitknit.sim.cosim.RtlSimulator} first.
 *
 * <p>{@link io.bitknit.sim.cosim.HostSession} is what the host sends and how the answer reads; the benches are
 * {@link io.bitknit.sim.cosim.VerilatorBench} (C++) and {@link io.bitknit.sim.cosim.IcarusBench} (Verilog), which read
 * the same input and write the same files.
 *
 * <p>Imports only: {@code model}, {@code hdl-templates}, {@code compiler.design}, {@code sim.event}.
 */
package io.bitknit.sim.cosim;
