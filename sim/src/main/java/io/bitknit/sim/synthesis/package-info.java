// SPDX-License-Identifier: Apache-2.0
/**
 * The Verilog as cells of a device: counted, fitted, and written as a netlist that simulates.
 *
 * <p>Read {@link io.bitknit.sim.synthesis.Yosys} first. Imports only: {@code model}, {@code hdl-templates},
 * {@code sim.cosim}.
 */
@NullMarked
package io.bitknit.sim.synthesis;

import org.jspecify.annotations.NullMarked;
