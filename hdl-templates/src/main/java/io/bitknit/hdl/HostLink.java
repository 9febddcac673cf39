// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * Byte commands of the host to loads, runs and answers.
 *
 * @param loadBits widest word that is loaded
 */
public record HostLink(int loadBits) implements Unit {
    @Override
    public String unitName() {
        return "host_link";
    }

    /** Last byte of a word to the load bus. */
    @Override
    public int latencyCycles() {
        return 1;
    }

    @Override
    public Resources resources(AreaFamily family) {
        return Resources.logic(family, 270, 121.0 + loadBits);
    }
}
