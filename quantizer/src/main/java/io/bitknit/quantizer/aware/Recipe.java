// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

/**
 * How fake-quantized training goes.
 *
 * @param epochs of it
 * @param rates learning rates; all follow half a cosine down to a twentieth
 * @param distillation share of the loss that compares with the float model's probabilities on all nodes; the rest is
 *     cross entropy on the training nodes
 * @param seed of everything random
 */
record Recipe(int epochs, IntegerGcn.Rates rates, double distillation, long seed) {
    double rateFactor(int epoch) {
        return 0.05 + 0.95 * 0.5 * (1 + Math.cos(Math.PI * (epoch - 1) / epochs));
    }
}
