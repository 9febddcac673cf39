// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/** What the top module has beside its units: read answers, trace, counters. */
public record TopWiring() implements Unit {
    @Override
    public String unitName() {
        return "top";
    }

    @Override
    public int latencyCycles() {
        return 0;
    }

    @Override
    public Resources resources(AreaFamily family) {
        return Resources.logic(family, 280, 115);
    }
}
