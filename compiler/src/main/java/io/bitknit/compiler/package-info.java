// SPDX-License-Identifier: Apache-2.0
/**
 * The compiler: from a quantized model and a board to a design, its Verilog, its graph program and its estimate.
 *
 * <p>Read {@link io.bitknit.compiler.Compiler} first: the main path, one line per stage. Imports all packages below it.
 */
package io.bitknit.compiler;
