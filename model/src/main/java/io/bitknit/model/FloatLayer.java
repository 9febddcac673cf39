// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/**
 * One GCN convolution of the float model.
 *
 * @param weight row-major {@code [inputs * outputs]} (PyTorch stores the transpose); never mutated
 * @param bias {@code [outputs]}; never mutated
 */
public record FloatLayer(String name, int inputs, int outputs, float[] weight, float[] bias, Activation activation) {}
