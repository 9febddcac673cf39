// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

/** Told about the stages of a comparison. */
@FunctionalInterface
public interface Progress {
    /**
     * A stage begins.
     *
     * @param stage what is done now, for people
     * @param done stages that are over
     * @param total stages in all
     */
    void stage(String stage, int done, int total);
}
