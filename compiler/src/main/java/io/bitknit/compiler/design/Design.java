// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.design;

import io.bitknit.boards.EngineSize;
import io.bitknit.hdl.AcceleratorShape;
import java.util.List;

/**
 * The timed accelerator: shape, memory layout, phases and the contents of every memory. Values and cycles of all
 * engines follow from it alone.
 *
 * @param name for people; never becomes an identifier
 * @param digest SHA-256 of the quantized model and the options, hexadecimal
 * @param shape parameters of the Verilog
 * @param tensors in order of first use; the first holds the weight rows of layer 0, the last the scores
 * @param phases in order
 * @param engineImages one per engine
 * @param multipliers table of requantizer multipliers, indexed by descriptors
 * @param corrections table of corrections, subtracted from the sum; same index
 * @param weightRows codes of the rows of tensor 0, {@code [rows * features]}; never mutated
 * @param denseWeights {@code [denseWeightWords][lanes * denseColumns]} signed weights, set-major, then
 *     {@code input lane * denseColumns + output column}; never mutated
 * @param predictedCycles from the run command to the done pulse
 */
public record Design(
        String name,
        String digest,
        AcceleratorShape shape,
        List<StoredTensor> tensors,
        List<Phase> phases,
        List<EngineImage> engineImages,
        int[] multipliers,
        long[] corrections,
        byte[] weightRows,
        byte[][] denseWeights,
        long predictedCycles) {
    public Design {
        tensors = List.copyOf(tensors);
        phases = List.copyOf(phases);
        engineImages = List.copyOf(engineImages);
    }

    /** What the clock of the accelerator is looked up by. */
    public EngineSize engineSize() {
        return new EngineSize(shape.engines(), shape.ports(), shape.slots(), shape.planes());
    }

    /** Whether a layer of the model sums neighbours before it multiplies: {@code (AX)W} instead of {@code A(XW)}. */
    public boolean aggregatesFirst(int layer) {
        return phases.stream()
                .filter(phase -> phase.layer() == layer)
                .findFirst()
                .filter(phase -> phase.part() == Phase.Part.AGGREGATE)
                .isPresent();
    }

    public StoredTensor scores() {
        return tensors.get(tensors.size() - 1);
    }
}
