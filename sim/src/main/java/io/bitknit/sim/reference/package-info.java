// SPDX-License-Identifier: Apache-2.0
/**
 * The meaning of a quantized model: {@code doc/NUMERICS.md} as code. Read
 * {@link io.bitknit.sim.reference.ReferenceInterpreter} first.
 *
 * <p>Imports only: {@code model}.
 */
package io.bitknit.sim.reference;
