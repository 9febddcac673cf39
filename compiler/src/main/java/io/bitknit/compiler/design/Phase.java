// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.design;

import java.util.List;

/**
 * One pass of all engines over one block of one tensor; phases follow each other with a barrier.
 *
 * @param index position in the design, from 0
 * @param name unique, for example {@code layer1.aggregate.block0}
 * @param layer layer of the model, from 0
 * @param part what it does for the layer
 * @param input tensor that is read: index into {@code Design.tensors}
 * @param output tensor that is written
 * @param outputBlock block of the output rows
 * @param config registers
 * @param engines one plan per engine
 * @param startCycle cycle of the start pulse, the run command being cycle 0
 * @param cycles distance to the next phase's start pulse, or to the done pulse for the last
 */
public record Phase(
        int index,
        String name,
        int layer,
        Part part,
        int input,
        int output,
        int outputBlock,
        PhaseConfig config,
        List<EnginePlan> engines,
        long startCycle,
        long cycles) {
    /** What a phase does for its layer. */
    public enum Part {
        /** Sparse input times weights, as a gather-sum of weight rows. */
        COMBINE_SPARSE,
        /** Stored rows times stationary weights. */
        COMBINE_DENSE,
        /** Sum over neighbours. */
        AGGREGATE
    }

    public Phase {
        engines = List.copyOf(engines);
    }

    /** Steps of the longest engine. */
    public int longestSteps() {
        return engines.stream().mapToInt(EnginePlan::steps).max().orElse(0);
    }
}
