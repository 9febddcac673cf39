// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/** Reset of one clock domain, from power-up and from a request of any timing. */
public record ResetSync() implements Unit {
    @Override
    public String unitName() {
        return "reset_sync";
    }

    @Override
    public int latencyCycles() {
        return 2;
    }

    @Override
    public Resources resources(AreaFamily family) {
        return Resources.fixed(family, 9, 8, 2, 7, 0);
    }
}
