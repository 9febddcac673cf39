// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.reference;

import java.util.List;

/**
 * Everything that the model's definition says about one inference.
 *
 * @param layers one per layer of the model
 * @param predictedClass per node: the lowest index with the largest score; never mutated
 * @param accuracyTest share of the test nodes whose predicted class is their label, 0..1; 0 without test nodes
 */
public record ReferenceResult(List<Layer> layers, int[] predictedClass, double accuracyTest) {
    /**
     * Both tensors that a layer stores.
     *
     * @param combined before aggregation
     * @param aggregated after aggregation
     */
    public record Layer(ReferenceTensor combined, ReferenceTensor aggregated) {}

    public ReferenceResult {
        layers = List.copyOf(layers);
    }

    /** The aggregated tensor of the last layer. */
    public ReferenceTensor scores() {
        return layers.get(layers.size() - 1).aggregated();
    }
}
