// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

/**
 * A 32-bit register of the host link.
 *
 * @param name upper case with underscores; the name in Java and, after a prefix, in C
 * @param offset bytes from the start of the map, a multiple of 4
 * @param access who may do what
 * @param atReset value after reset; 0 where the bitstream decides
 * @param meaning one sentence, lower case, without a full stop
 */
public record Register(String name, int offset, Access access, int atReset, String meaning) {
    /** What the host may do. A forbidden access is answered with SLVERR and has no effect. */
    public enum Access {
        READ,
        WRITE,
        READ_WRITE
    }

    public Register {
        if (offset < 0 || offset % 4 != 0) {
            throw new IllegalArgumentException("register " + name + " at offset " + offset);
        }
    }

    /** Number of the register's word. */
    int word() {
        return offset / 4;
    }
}
