// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/** AXI4-Lite registers and AXI4-Stream data of 32 bits to the accelerator's byte streams. */
public record AxiLink() implements Unit {
    @Override
    public String unitName() {
        return "axi_link";
    }

    /** A beat of the input stream to its first byte at the accelerator. */
    @Override
    public int latencyCycles() {
        return 1;
    }

    @Override
    public Resources resources(AreaFamily family) {
        return Resources.fixed(family, 397, 456, 271, 336, 0);
    }
}
