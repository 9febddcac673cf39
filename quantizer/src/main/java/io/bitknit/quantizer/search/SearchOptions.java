// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

import io.bitknit.model.diag.UserException;

/**
 * How a search goes.
 *
 * @param maxDrop most points of validation accuracy below 8 bits everywhere, in percent
 * @param measure configurations to measure in all
 * @param epochs of training per configuration
 */
public record SearchOptions(Objective objective, double maxDrop, int measure, int epochs, long seed, int threads) {
    /** Rounds of measuring, the first of them blind. */
    static final int ROUNDS = 5;

    public SearchOptions {
        require("--max-drop", maxDrop >= 0 && maxDrop <= 100, maxDrop + " points are not possible; use 0 to 100");
        require("--measure", measure >= ROUNDS && measure <= 100_000, measure + " is not possible; use 5 to 100000");
        require("--epochs", epochs >= 1 && epochs <= 10_000, epochs + " is not possible; use 1 to 10000");
        require("--threads", threads >= 1 && threads <= 1000, threads + " is not possible; use 1 to 1000");
    }

    /** Everything that decides the result: threads do not. */
    String settings(String subject) {
        return "bitknit-search validation=late objective=" + objective.name() + " maxDrop=" + maxDrop + " measure="
                + measure + " epochs=" + epochs + " seed=" + seed + " " + subject;
    }

    private static void require(String option, boolean holds, String message) {
        if (!holds) {
            throw new UserException("Q-022", option, message);
        }
    }
}
