// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Named tensors in one file: the header's length as a 64-bit little-endian integer, a JSON header, the data without
 * gaps. Reading checks that the header describes exactly the bytes that are there, and that every float is finite.
 */
public final class SafetensorsFile {
    private final String place;
    private final Map<String, Tensor> tensors;

    private SafetensorsFile(String place, Map<String, Tensor> tensors) {
        this.place = place;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * @param folder folder that holds the file
     * @throws UserException M-001 to M-006, M-010 to M-014, M-020 to M-029
     */
    public static SafetensorsFile read(SourceFolder folder, String name) {
        return parse(folder.place(name), folder.bytes(name, Limits.FILE_BYTES));
    }

    /** @param place name for messages */
    public static SafetensorsFile parse(String place, byte[] content) {
        if (content.length < 8) {
            throw ModelError.TENSORS_CUT_OFF.at(place, content.length);
        }
        ByteBuffer all = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        long length = all.getLong(0);
        int following = content.length - 8;
        if (length < 0 || length > following || length > Limits.JSON_BYTES) {
            throw ModelError.TENSORS_HEADER_LENGTH.at(
                    place, Long.toUnsignedString(length), following, Limits.JSON_BYTES);
        }
        int header = (int) length;
        JsonSection json = JsonSection.parse(place, Arrays.copyOfRange(content, 8, 8 + header));
        ByteBuffer data = all.slice(8 + header, following - header);
        List<Entry> entries = new ArrayList<>();
        for (String name : json.keys()) {
            if (name.equals("__metadata__")) {
                checkMetadata(json.section(name));
            } else {
                entries.add(entry(place, name, json.section(name), data.remaining()));
            }
        }
        return new SafetensorsFile(place, slices(place, entries, data));
    }

    private record Entry(String name, String place, DataType type, int[] shape, int begin, int end) {}

    private static void checkMetadata(JsonSection metadata) {
        for (String key : metadata.keys()) {
            metadata.string(key);
        }
    }

    private static Entry entry(String file, String name, JsonSection json, int dataBytes) {
        String place = file + " tensor '" + name + "'";
        json.onlyKeys("dtype", "shape", "data_offsets");
        String typeName = json.string("dtype");
        DataType type = DataType.named(typeName).orElseThrow(() -> ModelError.TENSOR_TYPE_UNKNOWN.at(place, typeName));
        int[] shape = shape(place, json.node("shape"));
        List<JsonNode> offsets = json.nodes("data_offsets");
        if (offsets.size() != 2) {
            throw ModelError.JSON_WRONG_TYPE.at(
                    json.place("data_offsets"), "a list of " + offsets.size(), "a list of 2 integers");
        }
        long begin = json.integer("data_offsets", 0, 0, Long.MAX_VALUE);
        long end = json.integer("data_offsets", 1, 0, Long.MAX_VALUE);
        if (begin > end || end > dataBytes) {
            throw ModelError.TENSOR_RANGE.at(place, begin, end, dataBytes);
        }
        long bytes = type.bytes();
        for (int size : shape) {
            bytes *= size;
        }
        if (bytes != end - begin) {
            throw ModelError.TENSOR_SIZE.at(place, end - begin, type.name(), Arrays.toString(shape), bytes);
        }
        return new Entry(name, place, type, shape, (int) begin, (int) end);
    }

    /** Sizes with a product of at most {@link Limits#FILE_BYTES}, so that later arithmetic cannot overflow. */
    private static int[] shape(String place, JsonNode node) {
        boolean good = node.isArray() && node.size() <= Limits.RANK;
        int[] shape = new int[good ? node.size() : 0];
        long product = 1;
        for (int i = 0; good && i < shape.length; i++) {
            JsonNode size = node.get(i);
            good = size.isIntegralNumber() && size.canConvertToInt() && size.intValue() >= 0;
            shape[i] = good ? size.intValue() : 0;
            product *= Math.max(1, shape[i]);
            good &= product <= Limits.FILE_BYTES;
        }
        if (!good) {
            throw ModelError.TENSOR_SHAPE.at(place, node.toString(), Limits.RANK, Limits.FILE_BYTES);
        }
        return shape;
    }

    private static Map<String, Tensor> slices(String place, List<Entry> entries, ByteBuffer data) {
        List<Entry> ordered = new ArrayList<>(entries);
        ordered.sort(Comparator.comparingInt(Entry::begin).thenComparingInt(Entry::end));
        Map<String, Tensor> tensors = new TreeMap<>();
        Entry before = new Entry("", place, DataType.U8, new int[0], 0, 0);
        for (Entry entry : ordered) {
            if (entry.begin < before.end) {
                throw ModelError.TENSOR_OVERLAP.at(entry.place, entry.begin, before.name, before.end);
            }
            if (entry.begin > before.end) {
                throw ModelError.TENSOR_GAP.at(entry.place, entry.begin, before.end);
            }
            ByteBuffer slice = data.slice(entry.begin, entry.end - entry.begin);
            Tensor tensor = new Tensor(entry.name, entry.place, entry.type, entry.shape, slice);
            tensor.checkFinite();
            tensors.put(entry.name, tensor);
            before = entry;
        }
        if (before.end != data.remaining()) {
            throw ModelError.TENSORS_TRAILING.at(place, before.end, data.remaining());
        }
        return tensors;
    }

    /** Tensors by name, ascending. */
    public Map<String, Tensor> tensors() {
        return tensors;
    }

    /** @throws UserException M-083 if there is none */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw ModelError.TENSOR_MISSING.at(place, name);
        }
        return tensor;
    }

    /**
     * The file's bytes: widest elements first so that all are aligned, then by name; the same bytes every time.
     *
     * @param place name for messages
     * @throws UserException M-003 if the file would be longer than {@link Limits#FILE_BYTES}
     */
    public static byte[] toBytes(String place, Collection<Tensor> tensors) {
        List<Tensor> ordered = new ArrayList<>(tensors);
        ordered.sort(Comparator.comparingInt((Tensor t) -> -t.type().bytes()).thenComparing(Tensor::name));
        StringBuilder header = new StringBuilder("{");
        long offset = 0;
        for (Tensor tensor : ordered) {
            long end = offset + tensor.data().remaining();
            header.append(header.length() == 1 ? "" : ",")
                    .append(JsonText.quoted(tensor.name()))
                    .append(":{\"dtype\":\"")
                    .append(tensor.type())
                    .append("\",\"shape\":")
                    .append(tensor.shapeText().replace(" ", ""))
                    .append(",\"data_offsets\":[")
                    .append(offset)
                    .append(',')
                    .append(end)
                    .append("]}");
            offset = end;
        }
        byte[] text = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
        // Spaces up to the next multiple of 8 keep the data aligned.
        int padded = (text.length + 7) / 8 * 8;
        if (8 + padded + offset > Limits.FILE_BYTES) {
            throw ModelError.FILE_TOO_LARGE.at(place, 8 + padded + offset, (long) Limits.FILE_BYTES);
        }
        ByteBuffer out = ByteBuffer.allocate((int) (8 + padded + offset)).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(padded).put(text);
        while (out.position() < 8 + padded) {
            out.put((byte) ' ');
        }
        ordered.forEach(tensor -> out.put(tensor.data()));
        return out.array();
    }
}
