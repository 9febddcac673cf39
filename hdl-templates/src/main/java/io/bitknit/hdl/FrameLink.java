// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/** Frames of an unreliable line to the accelerator's byte streams. */
public record FrameLink() implements Unit {
    @Override
    public String unitName() {
        return "frame_link";
    }

    /** Last byte of a request's frame to its first byte at the accelerator. */
    @Override
    public int latencyCycles() {
        return 4;
    }

    /** Two parallel CRCs of 32 bits are half of the tables; the buffer is one block RAM. */
    @Override
    public Resources resources(AreaFamily family) {
        return Resources.fixed(family, 437, 465, 398, 226, 1);
    }
}
