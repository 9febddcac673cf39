// SPDX-License-Identifier: Apache-2.0
package io.bitknit.model.format;

import io.bitknit.model.diag.ModelError;
import io.bitknit.model.diag.UserException;
import io.bitknit.model.format.Pickle.Bytes;
import io.bitknit.model.format.Pickle.Dictionary;
import io.bitknit.model.format.Pickle.Instance;
import io.bitknit.model.format.Pickle.Tuple;
import java.nio.ByteBuffer;
import java.util.List;

/** Arrays, sparse matrices and neighbour lists out of a {@link Pickle}. */
public final class PickledArrays {
    private PickledArrays() {}

    /** A sparse matrix in compressed rows; the arrays agree in length, ids are unchecked. */
    public record SparseRows(int rows, int columns, NpyArray rowStart, NpyArray column, NpyArray value) {}

    /** A dictionary of lists of integers, as source and target of every pair. */
    public record Pairs(int[] key, int[] item) {}

    /** A NumPy array. @throws UserException M-051, M-052, M-090, M-091 */
    public static NpyArray array(String place, byte[] content) {
        return array(place, Pickle.parse(place, content));
    }

    /** A SciPy matrix in compressed rows. @throws UserException as {@link #array(String, byte[])}, M-057 */
    public static SparseRows sparse(String place, byte[] content) {
        Object root = Pickle.parse(place, content);
        if (!(root instanceof Instance matrix)
                || !matrix.type.endsWith("csr_matrix")
                || !(matrix.state instanceof Dictionary state)) {
            throw unexpected(place, "a SciPy csr_matrix");
        }
        int[] shape = integers(place, find(place, state, "_shape"));
        NpyArray rowStart = array(place + " indptr", find(place, state, "indptr"));
        NpyArray column = array(place + " indices", find(place, state, "indices"));
        NpyArray value = array(place + " data", find(place, state, "data"));
        if (shape.length != 2 || rowStart.rank() != 1 || rowStart.elements() != shape[0] + 1L) {
            throw ModelError.ARRAY_SHAPE.at(rowStart.place(), rowStart.shapeText(), "one more than the rows");
        }
        if (column.elements() != value.elements()) {
            throw ModelError.ARRAY_SHAPE.at(column.place(), column.shapeText(), value.shapeText());
        }
        return new SparseRows(shape[0], shape[1], rowStart, column, value);
    }

    /** A dictionary of lists of node ids. @throws UserException M-041, M-090, M-091 */
    public static Pairs pairs(String place, byte[] content, int nodes) {
        Object root = Pickle.parse(place, content);
        Dictionary dictionary = root instanceof Instance instance ? instance.items : null;
        if (root instanceof Dictionary plain) {
            dictionary = plain;
        }
        if (dictionary == null) {
            throw unexpected(place, "a dictionary of lists");
        }
        IntList keys = new IntList();
        IntList items = new IntList();
        for (int i = 0; i < dictionary.items().size(); i += 2) {
            int key = node(place, dictionary.items().get(i), nodes);
            if (!(dictionary.items().get(i + 1) instanceof List<?> list)) {
                throw unexpected(place, "a dictionary of lists");
            }
            // One list may be stored once and named often; the sum is what counts.
            if (items.size() + (long) list.size() > Limits.TERMS) {
                throw ModelError.GRAPH_TOO_LARGE.at(
                        place, items.size() + (long) list.size(), "edges", (long) Limits.TERMS);
            }
            for (Object item : list) {
                keys.add(key);
                items.add(node(place, item, nodes));
            }
        }
        return new Pairs(keys.toArray(), items.toArray());
    }

    private static int node(String place, Object value, int nodes) {
        if (!(value instanceof Long id)) {
            throw unexpected(place, "a node id");
        }
        if (id < 0 || id >= nodes) {
            throw ModelError.ID_OUT_OF_RANGE.at(place, "a node id", id.toString(), 0, nodes - 1);
        }
        return id.intValue();
    }

    /** State of an array: version, shape, type, column-major, bytes. */
    private static NpyArray array(String place, Object value) {
        if (!(value instanceof Instance array)
                || !array.type.endsWith("_reconstruct")
                || !(array.state instanceof Tuple state)
                || state.items().size() != 5
                || !(state.items().get(2) instanceof Instance type)
                || !(state.items().get(3) instanceof Long columnMajor)
                || !(state.items().get(4) instanceof Bytes bytes)) {
            throw unexpected(place, "a NumPy array");
        }
        int[] shape = integers(place, state.items().get(1));
        ByteBuffer content = bytes.content();
        return NpyArray.of(place, NpyHeader.of(place, description(place, type), columnMajor == 1, shape), content);
    }

    /** State of a type: version, byte order, and so on; its first argument is the kind and the size. */
    private static String description(String place, Instance type) {
        boolean good = type.type.equals("numpy dtype")
                && !type.arguments.isEmpty()
                && type.arguments.get(0) instanceof Bytes
                && type.state instanceof Tuple
                && ((Tuple) type.state).items().size() > 1
                && ((Tuple) type.state).items().get(1) instanceof Bytes;
        if (!good) {
            throw unexpected(place, "the type of a NumPy array");
        }
        String order = ((Bytes) ((Tuple) type.state).items().get(1)).text();
        return order + ((Bytes) type.arguments.get(0)).text();
    }

    private static int[] integers(String place, Object value) {
        if (!(value instanceof Tuple tuple) || tuple.items().size() > Limits.RANK) {
            throw unexpected(place, "a shape");
        }
        int[] out = new int[tuple.items().size()];
        for (int i = 0; i < out.length; i++) {
            if (!(tuple.items().get(i) instanceof Long size) || size < 0 || size > Limits.FILE_BYTES) {
                throw unexpected(place, "a shape");
            }
            out[i] = size.intValue();
        }
        return out;
    }

    private static Object find(String place, Dictionary dictionary, String key) {
        for (int i = 0; i < dictionary.items().size(); i += 2) {
            if (dictionary.items().get(i) instanceof Bytes name && name.text().equals(key)) {
                return dictionary.items().get(i + 1);
            }
        }
        throw ModelError.NPZ_KEY_MISSING.at(place, key);
    }

    private static UserException unexpected(String place, String expected) {
        return ModelError.PLANETOID_PARTS.at(place, "the pickle does not hold " + expected);
    }
}
