// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Steps of one engine: runs, levels and the offsets of the row classes.
 *
 * @param inputClasses classes of rows
 */
public record Sequencer(int inputClasses) implements Unit {
    @Override
    public String unitName() {
        return "sequencer";
    }

    /** Start pulse to the first step. */
    @Override
    public int latencyCycles() {
        return 1;
    }

    @Override
    public Resources resources(AreaFamily family) {
        return Resources.logic(family, 105 + 22.0 * inputClasses, 58 + 3.0 * inputClasses);
    }
}
