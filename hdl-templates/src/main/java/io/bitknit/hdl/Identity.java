// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/** Sixteen words that say which bitstream this is. */
public record Identity() implements Unit {
    @Override
    public String unitName() {
        return "identity";
    }

    @Override
    public int latencyCycles() {
        return 0;
    }

    /** At most a table per bit of a word; how many the digest's digits leave is chance. */
    @Override
    public Resources resources(AreaFamily family) {
        return Resources.fixed(family, 32, 32, 32, 0, 0);
    }
}
