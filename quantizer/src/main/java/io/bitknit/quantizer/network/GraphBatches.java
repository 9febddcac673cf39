// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.network;

import io.bitknit.quantizer.train.Randomness;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Which graphs a training step looks at: every pass goes over all of them once, in an order of its own.
 *
 * @param ids graphs that train
 * @param size graphs per step at most
 */
record GraphBatches(int[] ids, int size, long seed) {
    /** Steps of a pass, at least one. */
    int perPass() {
        return Math.max(1, (ids.length + size - 1) / size);
    }

    /** @param step from 1 */
    int[] at(int step) {
        int pass = (step - 1) / perPass();
        int first = (step - 1) % perPass() * size;
        int[] order = ids.clone();
        UniformRandomProvider random = Randomness.of(seed, "order", pass);
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return Arrays.copyOfRange(order, first, Math.min(order.length, first + size));
    }

    /** Whether a step is the last of its pass. */
    boolean ends(int step) {
        return step % perPass() == 0;
    }
}
