// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A NumPy array of booleans, integers or floats, in row-major order whatever order the file has. Arrays of Python
 * objects are refused: reading them would run code.
 */
public final class NpyArray {
    private final String place;
    private final NpyHeader header;
    private final ByteBuffer data;

    private NpyArray(String place, NpyHeader header, ByteBuffer data) {
        this.place = place;
        this.header = header;
        this.data = data;
    }

    /** A {@code .npy} file. @throws UserException M-001 to M-006, M-050 to M-052 */
    public static NpyArray read(SourceFolder folder, String name) {
        byte[] content = folder.bytes(name, Limits.FILE_BYTES);
        return parse(folder.place(name), content);
    }

    public static NpyArray parse(String place, byte[] content) {
        try {
            return read(place, new ByteArrayInputStream(content), Limits.FILE_BYTES);
        } catch (IOException e) {
            throw ModelError.FILE_UNREADABLE.at(place, SourceFolder.reason(e));
        }
    }

    /**
     * @param maxBytes most data bytes that are accepted; memory grows with what the stream really holds
     * @throws IOException if the stream fails
     */
    static NpyArray read(String place, InputStream in, long maxBytes) throws IOException {
        NpyHeader header = NpyHeader.read(place, in);
        if (header.dataBytes() > maxBytes) {
            throw ModelError.NPY_TOO_LARGE.at(place, header.shapeText(), header.descr(), maxBytes);
        }
        byte[] bytes = in.readNBytes((int) header.dataBytes());
        boolean surplus = bytes.length == header.dataBytes() && in.read() >= 0;
        if (bytes.length != header.dataBytes() || surplus) {
            String found = surplus ? "more" : "only " + bytes.length;
            throw ModelError.NPY_SIZE.at(place, header.shapeText(), header.descr(), header.dataBytes(), found);
        }
        ByteBuffer data = ByteBuffer.wrap(bytes).order(header.order());
        return new NpyArray(place, header, header.fortranOrder() ? rowMajor(header, data) : data);
    }

    /** An array whose bytes are in memory already. @throws UserException M-052 */
    static NpyArray of(String place, NpyHeader header, ByteBuffer content) {
        if (content.remaining() != header.dataBytes()) {
            String found = Integer.toString(content.remaining());
            throw ModelError.NPY_SIZE.at(place, header.shapeText(), header.descr(), header.dataBytes(), found);
        }
        ByteBuffer data = content.slice().order(header.order());
        return new NpyArray(place, header, header.fortranOrder() ? rowMajor(header, data) : data);
    }

    /** Elements of a column-major array in row-major order. */
    private static ByteBuffer rowMajor(NpyHeader header, ByteBuffer columns) {
        int[] shape = header.shape();
        int width = header.elementBytes();
        int elements = columns.remaining() / width;
        ByteBuffer rows = ByteBuffer.allocate(columns.remaining()).order(columns.order());
        int[] at = new int[shape.length];
        for (int e = 0; e < elements; e++) {
            int from = 0;
            for (int d = shape.length - 1; d >= 0; d--) {
                from = from * shape[d] + at[d];
            }
            rows.put(e * width, columns, from * width, width);
            for (int d = shape.length - 1; d >= 0 && ++at[d] == shape[d]; d--) {
                at[d] = 0;
            }
        }
        return rows;
    }

    public String place() {
        return place;
    }

    public int rank() {
        return header.shape().length;
    }

    public int size(int dimension) {
        return header.shape()[dimension];
    }

    public String shapeText() {
        return header.shapeText();
    }

    /** Bytes of the data. */
    int bytes() {
        return data.capacity();
    }

    public int elements() {
        return data.capacity() / header.elementBytes();
    }

    /** @throws UserException M-057 with {@code expected} in words */
    public NpyArray requireRank(int rank, String expected) {
        if (rank() != rank) {
            throw ModelError.ARRAY_SHAPE.at(place, shapeText(), expected);
        }
        return this;
    }

    /** An integer or boolean element. @throws UserException M-058 for floats, M-031 outside {@code low .. high} */
    public long integer(int element, long low, long high) {
        if (header.kind() == 'f') {
            throw ModelError.ARRAY_KIND.at(place, "floats", "integers or booleans");
        }
        long value = raw(element);
        if (value < low || value > high) {
            throw ModelError.TENSOR_VALUE.at(place, position(element), value, low, high);
        }
        return value;
    }

    /** Integers or booleans within {@code low .. high}. */
    public int[] ints(int low, int high) {
        int[] out = new int[elements()];
        for (int i = 0; i < out.length; i++) {
            out[i] = (int) integer(i, low, high);
        }
        return out;
    }

    /** A finite element. @throws UserException M-029 */
    public float real(int element) {
        float value = header.kind() == 'f' ? (float) rawReal(element) : raw(element);
        if (!Float.isFinite(value)) {
            throw ModelError.NOT_FINITE.at(place, position(element), Tensor.describe(rawReal(element)));
        }
        return value;
    }

    public float[] floats() {
        float[] out = new float[elements()];
        for (int i = 0; i < out.length; i++) {
            out[i] = real(i);
        }
        return out;
    }

    private long raw(int i) {
        boolean signed = header.kind() == 'i';
        return switch (header.elementBytes()) {
            case 1 -> header.kind() == 'b' ? (data.get(i) == 0 ? 0 : 1) : signed ? data.get(i) : data.get(i) & 0xff;
            case 2 -> signed ? data.getShort(i * 2) : data.getShort(i * 2) & 0xffff;
            case 4 -> signed ? data.getInt(i * 4) : data.getInt(i * 4) & 0xffff_ffffL;
            // An unsigned value past 2^63 is out of every range we accept; the largest long stands for it.
            default -> signed || data.getLong(i * 8) >= 0 ? data.getLong(i * 8) : Long.MAX_VALUE;
        };
    }

    private double rawReal(int i) {
        return switch (header.elementBytes()) {
            case 2 -> Tensor.halfToFloat(data.getShort(i * 2));
            case 4 -> data.getFloat(i * 4);
            default -> data.getDouble(i * 8);
        };
    }

    private String position(int element) {
        int[] shape = header.shape();
        int[] at = new int[shape.length];
        int rest = element;
        for (int d = shape.length - 1; d >= 0; d--) {
            at[d] = rest % shape[d];
            rest /= shape[d];
        }
        return Arrays.toString(at);
    }
}
