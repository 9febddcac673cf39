// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A named array of numbers, row-major. Immutable; data is shared with the file's content until it is converted. */
public final class Tensor {
    private final String name;
    private final String place;
    private final DataType type;
    private final int[] shape;
    private final int elements;
    private final ByteBuffer data;

    /**
     * @param place file and name, for messages
     * @param data little-endian, exactly {@code elements * type.bytes()} bytes
     */
    Tensor(String name, String place, DataType type, int[] shape, ByteBuffer data) {
        this.name = name;
        this.place = place;
        this.type = type;
        this.shape = shape.clone();
        this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        this.elements = this.data.remaining() / type.bytes();
        long product = 1;
        for (int size : shape) {
            product *= size;
        }
        if (product != elements) {
            throw new IllegalStateException(place + ": shape does not match the data");
        }
    }

    public static Tensor of(String name, float[] values, int... shape) {
        ByteBuffer data = space(values.length, 4);
        data.asFloatBuffer().put(values);
        return new Tensor(name, name, DataType.F32, shape, data);
    }

    public static Tensor of(String name, int[] values, int... shape) {
        ByteBuffer data = space(values.length, 4);
        data.asIntBuffer().put(values);
        return new Tensor(name, name, DataType.I32, shape, data);
    }

    public static Tensor of(String name, long[] values, int... shape) {
        ByteBuffer data = space(values.length, 8);
        data.asLongBuffer().put(values);
        return new Tensor(name, name, DataType.I64, shape, data);
    }

    /** @param type I8 or U8 */
    public static Tensor of(String name, DataType type, byte[] values, int... shape) {
        return new Tensor(name, name, type, shape, ByteBuffer.wrap(values.clone()));
    }

    private static ByteBuffer space(int elements, int bytes) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    public String name() {
        return name;
    }

    public String place() {
        return place;
    }

    public DataType type() {
        return type;
    }

    public int rank() {
        return shape.length;
    }

    public int size(int dimension) {
        return shape[dimension];
    }

    public int elements() {
        return elements;
    }

    /** For messages, for example {@code [16, 1433]}. */
    public String shapeText() {
        return Arrays.toString(shape);
    }

    public boolean hasShape(int... expected) {
        return Arrays.equals(shape, expected);
    }

    ByteBuffer data() {
        return data.duplicate();
    }

    /** @throws UserException M-030 for another shape */
    public Tensor requireShape(int... expected) {
        if (!hasShape(expected)) {
            throw ModelError.TENSOR_KIND.at(place, "of shape " + shapeText(), "shape " + Arrays.toString(expected));
        }
        return this;
    }

    /** @throws UserException M-030 for another type */
    public Tensor requireType(DataType expected) {
        if (type != expected) {
            throw ModelError.TENSOR_KIND.at(place, "of type " + type, "type " + expected);
        }
        return this;
    }

    /**
     * The elements as 32-bit floats.
     *
     * @throws UserException M-029 for a value that is not finite or too large, M-030 for integers
     */
    public float[] floats() {
        if (!type.isReal()) {
            throw ModelError.TENSOR_KIND.at(place, "of type " + type, "F32, F16, BF16 or F64");
        }
        float[] out = new float[elements];
        for (int i = 0; i < elements; i++) {
            out[i] = (float) real(i);
            if (!Float.isFinite(out[i])) {
                throw ModelError.NOT_FINITE.at(place, position(i), describe(real(i)));
            }
        }
        return out;
    }

    /** @throws UserException M-030 for floats, M-031 for values outside {@code low .. high} */
    public int[] ints(int low, int high) {
        requireInteger();
        int[] out = new int[elements];
        for (int i = 0; i < elements; i++) {
            long value = integer(i);
            if (value < low || value > high) {
                throw ModelError.TENSOR_VALUE.at(place, position(i), value, (long) low, (long) high);
            }
            out[i] = (int) value;
        }
        return out;
    }

    /** @throws UserException M-030 for floats, M-031 for values outside {@code -most .. most} */
    public long[] longs(long most) {
        requireInteger();
        long[] out = new long[elements];
        for (int i = 0; i < elements; i++) {
            out[i] = integer(i);
            if (out[i] < -most || out[i] > most) {
                throw ModelError.TENSOR_VALUE.at(place, position(i), out[i], -most, most);
            }
        }
        return out;
    }

    /** The elements as bytes, U8 above 127 as negative. @throws UserException M-030, M-031 as {@link #ints} */
    public byte[] bytes(int low, int high) {
        requireInteger();
        byte[] out = new byte[elements];
        for (int i = 0; i < elements; i++) {
            long value = integer(i);
            if (value < low || value > high) {
                throw ModelError.TENSOR_VALUE.at(place, position(i), value, (long) low, (long) high);
            }
            out[i] = (byte) value;
        }
        return out;
    }

    /** @throws UserException M-029 at the first number that is not finite */
    void checkFinite() {
        for (int i = 0; type.isReal() && i < elements; i++) {
            if (!Double.isFinite(real(i))) {
                throw ModelError.NOT_FINITE.at(place, position(i), describe(real(i)));
            }
        }
    }

    private void requireInteger() {
        if (type.isReal()) {
            throw ModelError.TENSOR_KIND.at(place, "of type " + type, "an integer type");
        }
    }

    private double real(int i) {
        return switch (type) {
            case F64 -> data.getDouble(i * 8);
            case F32 -> data.getFloat(i * 4);
            case F16 -> halfToFloat(data.getShort(i * 2));
            case BF16 -> Float.intBitsToFloat(data.getShort(i * 2) << 16);
            default -> throw new IllegalStateException(place + ": not a float tensor");
        };
    }

    private long integer(int i) {
        return switch (type) {
            case I64 -> data.getLong(i * 8);
            case I32 -> data.getInt(i * 4);
            case I16 -> data.getShort(i * 2);
            case I8 -> data.get(i);
            case U8 -> data.get(i) & 0xff;
            case BOOL -> data.get(i) == 0 ? 0 : 1;
            default -> throw new IllegalStateException(place + ": not an integer tensor");
        };
    }

    /** IEEE 754 binary16; Java has a method for it from version 20 on only. */
    static float halfToFloat(short half) {
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
        }
        return half < 0 ? -magnitude : magnitude;
    }

    /** Index of an element in every dimension, for messages. */
    private String position(int element) {
        int[] at = new int[shape.length];
        int rest = element;
        for (int d = shape.length - 1; d >= 0; d--) {
            at[d] = rest % shape[d];
            rest /= shape[d];
        }
        return Arrays.toString(at);
    }

    static String describe(double value) {
        if (Double.isNaN(value)) {
            return "not a number";
        }
        return Double.isFinite(value) ? "too large for 32 bits" : value > 0 ? "infinite" : "minus infinite";
    }
}
