// SPDX-License-Identifier: Apache-2.0
/**
 * The quantized model, the float model and the graph, as immutable values and as files.
 *
 * <p>Read {@link io.bitknit.model.QuantizedModel} first: it is what every later stage starts from.
 * The numeric meaning of its fields is {@code doc/NUMERICS.md}. Imports nothing of ours.
 */
package io.bitknit.model;
