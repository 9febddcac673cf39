// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

/** What a search makes small. */
public enum Objective {
    /** Predicted cycles of one inference. */
    CYCLES("cycles"),
    /** Predicted block memory, in Kbit. */
    MEMORY("Kbit of block memory"),
    /** Predicted look-up tables. */
    AREA("look-up tables"),
    /** Bits of the features that layers read, the input as if it were dense: SGQuant's own measure. */
    SGQUANT("bits by SGQuant's counting");

    private final String unit;

    Objective(String unit) {
        this.unit = unit;
    }

    public String unit() {
        return unit;
    }
}
