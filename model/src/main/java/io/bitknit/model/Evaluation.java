// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/**
 * What accuracy is measured on.
 *
 * @param classes number of classes
 * @param labels class per node, -1 if not known; never mutated
 * @param validation node ids that choices may look at
 * @param test node ids that only reports look at
 * @param accuracyFloatTest accuracy of the float model on {@code test}, 0..1
 */
public record Evaluation(int classes, int[] labels, int[] validation, int[] test, double accuracyFloatTest) {}
