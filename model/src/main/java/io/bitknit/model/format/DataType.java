// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import java.util.Optional;

/** Element types of a tensor file that are read, under their names in it. */
public enum DataType {
    F64(8, true),
    F32(4, true),
    F16(2, true),
    BF16(2, true),
    I64(8, false),
    I32(4, false),
    I16(2, false),
    I8(1, false),
    U8(1, false),
    BOOL(1, false);

    private final int bytes;
    private final boolean real;

    DataType(int bytes, boolean real) {
        this.bytes = bytes;
        this.real = real;
    }

    /** Bytes per element. */
    public int bytes() {
        return bytes;
    }

    /** Whether elements are floating-point numbers. */
    public boolean isReal() {
        return real;
    }

    public static Optional<DataType> named(String name) {
        for (DataType type : values()) {
            if (type.name().equals(name)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
