// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer;

import java.util.ArrayList;
import java.util.List;

/**
 * Mean accuracy over the last fifth of the epochs. Nobody chose among them, so it does not flatter a configuration as the
 * best epoch does, the more, the more it wavers; and it wavers less than the last one alone.
 */
public final class LateAccuracy {
    private static final int SHARE = 5;

    private final List<Double> epochs = new ArrayList<>();

    /** Accuracy after one more epoch, 0..1. */
    public void add(double accuracy) {
        epochs.add(accuracy);
    }

    /** After the last epoch so far; 0 before the first. */
    public double last() {
        return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1);
    }

    /** Of the last fifth of those so far, at least of one; 0 before the first. */
    public double mean() {
        int count = Math.max(1, epochs.size() / SHARE);
        return epochs.stream()
                .skip(Math.max(0, epochs.size() - count))
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }
}
