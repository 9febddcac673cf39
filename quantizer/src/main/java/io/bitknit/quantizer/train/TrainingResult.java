// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.train;

/** How a float model came about. Accuracies are of the model in double arithmetic, 0..1. */
public interface TrainingResult {
    /** Of the model. */
    String name();

    /** Passes over what trains. */
    int epochs();

    int bestEpoch();

    /** Epoch that a checkpoint led to, 0 if there was none. */
    int resumedAt();

    double train();

    double validation();

    double test();

    /** Mean over the epochs of this run, validation included. */
    double millisPerEpoch();
}
