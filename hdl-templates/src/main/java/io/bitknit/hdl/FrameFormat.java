// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/** Numbers of the frames between host and {@code frame_link}; {@code doc/STREAMS.md} says what they mean. */
public final class FrameFormat {
    /** First byte of a frame of the host. */
    public static final int SYNC_REQUEST = 0xB5;

    /** First byte of a frame of the device. */
    public static final int SYNC_REPLY = 0x5B;

    /** Kind: payload to the accelerator, answer back. */
    public static final int EXCHANGE = 'E';

    /** Kind: reset the accelerator's control and forget the last exchange. */
    public static final int RESET = 'X';

    /** Kind: the first sixteen registers. */
    public static final int IDENTIFY = 'I';

    /** Largest payload, and largest answer of one exchange, in bytes. */
    public static final int MOST_BYTES = 255;

    private FrameFormat() {}
}
