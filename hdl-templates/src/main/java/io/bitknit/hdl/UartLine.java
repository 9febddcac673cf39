// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/** Bytes to and from a serial line, 8N1. */
public record UartLine() implements Unit {
    @Override
    public String unitName() {
        return "uart_line";
    }

    /** A byte of the send stream to the start bit. */
    @Override
    public int latencyCycles() {
        return 1;
    }

    @Override
    public Resources resources(AreaFamily family) {
        return Resources.fixed(family, 81, 90, 50, 62, 0);
    }
}
