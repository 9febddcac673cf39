// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import io.bitknit.compiler.design.Phase;

/**
 * One tensor computed from another. A stage becomes one phase per block of its output.
 *
 * @param name prefix of its phases' names, for example {@code layer1.aggregate}
 * @param layer layer of the model, from 0
 * @param part what it does for the layer
 * @param input index into {@code Workload.tensors}
 * @param output index into {@code Workload.tensors}
 * @param terms what is summed; empty for a dense combination
 * @param weights {@code [inputs * outputs]} signed, row-major; empty for a gather-sum; never mutated
 * @param weightBits width of a weight; 0 for a gather-sum
 */
public record Stage(
        String name, int layer, Phase.Part part, int input, int output, Terms terms, byte[] weights, int weightBits) {
    public boolean dense() {
        return part == Phase.Part.COMBINE_DENSE;
    }
}
