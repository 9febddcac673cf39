// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.trace;

/**
 * What travels with a step through the pipeline.
 *
 * @param adds whether the step reads and adds; otherwise it has no effect
 * @param clear whether the sum is loaded instead of added
 * @param shift how far the accumulator is shifted before adding
 * @param last whether the step ends a team or a round
 * @param level significance of the words that are read
 * @param inputBlock input block that a dense step reads
 */
record StepControl(boolean adds, boolean clear, int shift, boolean last, int level, int inputBlock) {
    static final StepControl NONE = new StepControl(false, false, 0, false, 0, 0);
}
