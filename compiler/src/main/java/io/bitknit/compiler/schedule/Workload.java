// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import java.util.List;

/**
 * What the accelerator has to do, without time and place: tensors and the stages that compute them, in order.
 *
 * @param name for people
 * @param digest SHA-256 of the quantized model, hexadecimal
 * @param nodes rows of every tensor but the first
 * @param requantShift r of the numeric specification
 * @param tensors in order of first use; the first holds the weight rows of layer 0, the last the scores
 * @param stages in order
 * @param weightRows codes of tensor 0, {@code [rows * features]}; never mutated
 */
public record Workload(
        String name,
        String digest,
        int nodes,
        int requantShift,
        List<TensorFormat> tensors,
        List<Stage> stages,
        byte[] weightRows) {
    public Workload {
        tensors = List.copyOf(tensors);
        stages = List.copyOf(stages);
    }

    /** Whether a gather-sum reads the tensor; such tensors are in every engine's banks. */
    public boolean gathered(int tensor) {
        return stages.stream().anyMatch(s -> !s.dense() && s.input() == tensor);
    }

    /** Whether a dense combination reads the tensor. */
    public boolean denseInput(int tensor) {
        return stages.stream().anyMatch(s -> s.dense() && s.input() == tensor);
    }
}
