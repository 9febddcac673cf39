// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.design;

import java.util.List;

/**
 * Registers that are constant during a phase.
 *
 * @param dense whether the phase is a dense combination; otherwise a gather-sum
 * @param inputFold2 whether words that are read hold twice the shape's planes
 * @param outputFold2 whether words that are written hold twice the shape's planes
 * @param local whether rows are written to the engine's own banks only; otherwise to every engine's copy
 * @param topLevel significance of the highest level of any team
 * @param drainCycles cycles from the end of the last step to the next phase, see {@code AcceleratorShape.drainCycles}
 * @param readOffsetWords added to every row base: start of the tensor's block
 * @param blockStrideWords distance of a row's input blocks in a dense phase
 * @param denseWeightBase first stationary weight set of a dense phase
 * @param writeBaseWords start of the written tensor's block in every bank
 * @param inputClasses formats of the rows that are read; at most the shape's count
 * @param outputClasses formats of the rows that are written; at most the shape's count
 * @param bias per lane, added after the multiplication; length is the shape's lanes
 */
public record PhaseConfig(
        boolean dense,
        boolean inputFold2,
        boolean outputFold2,
        boolean local,
        int topLevel,
        int drainCycles,
        int readOffsetWords,
        int blockStrideWords,
        int denseWeightBase,
        int writeBaseWords,
        List<ReadFormat> inputClasses,
        List<RowClass> outputClasses,
        List<Integer> bias) {
    public PhaseConfig {
        inputClasses = List.copyOf(inputClasses);
        outputClasses = List.copyOf(outputClasses);
        bias = List.copyOf(bias);
    }
}
