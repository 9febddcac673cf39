// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.network;

/** What follows a sum. */
public enum Nonlinearity {
    NONE,
    RELU,
    /** {@code x} for positive x, else {@code exp(x) - 1}. */
    ELU;

    public double of(double x) {
        return switch (this) {
            case NONE -> x;
            case RELU -> Math.max(0, x);
            case ELU -> x > 0 ? x : Math.expm1(x);
        };
    }
}
