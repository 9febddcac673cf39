// SPDX-License-Identifier: Apache-2.0
/**
 * Training engine: values with gradients, run by libtorch. The only package that touches native code, so that compiling
 * and simulating never load it. Everything that lasts beyond a step is a Java array ({@link
 * io.bitknit.quantizer.engine.Parameter}); libtorch holds constants and the values of one step.
 *
 * <p>Read {@link io.bitknit.quantizer.engine.Engine} first, then {@link io.bitknit.quantizer.engine.Value}.
 *
 * <p>Imports the errors of {@code io.bitknit.model} and, alone in the project, libtorch's binding.
 */
package io.bitknit.quantizer.engine;
