// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import io.bitknit.model.GraphInput;

/** What a search is about: a float model whose widths are chosen. Asked from several threads. */
public interface Subject {
    String name();

    GraphInput graph();

    /** Tells this model and its hardware from others in the record of a search. */
    String digest();

    /** What may be chosen. */
    BitSpace space();

    /** Accuracy of the float model on the validation nodes, 0..1. */
    double validationFloat();

    /** What the objective counts, in words. */
    String unit(Objective objective);

    /** @throws io.bitknit.model.diag.UserException Q-032 if nothing can tell this objective of such a model */
    void require(Objective objective);

    /**
     * Trains a configuration in the integer format.
     *
     * @param epochs of training
     * @param seed of training
     * @param given whether the float model is the one that is searched; else one of the same shape is trained from
     *     scratch with the seed
     */
    Trained train(int[] widths, int epochs, long seed, boolean given);
}
