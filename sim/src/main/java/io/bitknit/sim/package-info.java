// SPDX-License-Identifier: Apache-2.0
/**
 * Three ways to execute a model, and the comparison of what they write. Packages: {@code reference} (plain integers
 * from the model's definition), {@code cycle} (the Design, fast), {@code trace} (the Design, every register of every
 * cycle), {@code cosim} (the Verilog in Verilator and Icarus), {@code compare} (all of them against each other).
 *
 * <p>Read {@link io.bitknit.sim.compare.CrossCheck} first. The engines share no arithmetic code: an error in one of
 * them must show.
 *
 * <p>Imports only: {@code model}, {@code hdl-templates}, {@code compiler.graph}, {@code compiler.design}.
 */
package io.bitknit.sim;
