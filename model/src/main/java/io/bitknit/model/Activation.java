// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model;

/** What follows the aggregation of a layer. ReLU is the lower clamp of the requantizer at 0. */
public enum Activation {
    NONE,
    RELU
}
