// SPDX-License-Identifier: Apache-2.0
package io.bitknit.boards;

/** How a host reaches the accelerator on a board. */
public enum HostLink {
    UART("uart"),
    /** AXI4-Lite and AXI4-Stream towards the processor of a Zynq-class device. */
    AXI("axi"),
    /** The accelerator's own byte streams, as the testbench drives them. */
    STREAM("stream");

    private final String label;

    HostLink(String label) {
        this.label = label;
    }

    /** The name in a board file. */
    public String label() {
        return label;
    }
}
