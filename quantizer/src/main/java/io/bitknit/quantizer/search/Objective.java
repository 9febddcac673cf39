// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.search;

/** What a search makes small. */
public enum Objective {
    /** Predicted cycles of one inference. */
    CYCLES("cycles"),
    /** Predicted block memory, in Kbit; of a network without an accelerator what is stored, in Kbit. */
    MEMORY("Kbit of block memory"),
    /** Predicted look-up tables. */
    AREA("look-up tables"),
    /** SGQuant's own measure, the input as if it were dense: of a GCN what layers read, with attention more. */
    SGQUANT("bits by SGQuant's counting");

    private final String unit;

    Objective(String unit) {
        this.unit = unit;
    }

    public String unit() {
        return unit;
    }
}
