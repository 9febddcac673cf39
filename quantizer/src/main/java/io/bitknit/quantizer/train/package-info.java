// SPDX-License-Identifier: Apache-2.0
/**
 * Training of float models, and the loop with early stopping and checkpoints that every training uses.
 *
 * <p>Read {@link io.bitknit.quantizer.train.GcnTraining} first, then {@link io.bitknit.quantizer.train.Training}.
 *
 * <p>Imports {@code io.bitknit.model} and the engine.
 */
package io.bitknit.quantizer.train;
