// SPDX-License-Identifier: Apache-2.0
/**
 * From models to graphs. A model layer exists only here: a new kind of model is a new front end, not a new operation.
 *
 * <p>Read {@link io.bitknit.compiler.frontend.GcnFrontEnd} first. Imports only: {@code model}, {@code compiler.graph}.
 */
package io.bitknit.compiler.frontend;
