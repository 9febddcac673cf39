// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The big arrays of a graph by name; operations name them. Immutable and ordered; arrays are shared between the graphs
 * that passes return.
 */
public record Constants(Map<String, ConstantArray> arrays) {
    public static final Constants NONE = new Constants(Map.of());

    public Constants {
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    public boolean has(String name, Class<? extends ConstantArray> kind) {
        return kind.isInstance(arrays.get(name));
    }

    /** @throws IllegalStateException if there is none of this name and kind; the verifier reports such graphs */
    public <T extends ConstantArray> T get(String name, Class<T> kind) {
        return Optional.ofNullable(arrays.get(name))
                .filter(kind::isInstance)
                .map(kind::cast)
                .orElseThrow(() -> new IllegalStateException("constant '" + name + "' is not " + kind.getSimpleName()));
    }

    public byte[] int8s(String name) {
        return get(name, ConstantArray.Int8s.class).values();
    }

    public int[] int32s(String name) {
        return get(name, ConstantArray.Int32s.class).values();
    }

    public long[] int64s(String name) {
        return get(name, ConstantArray.Int64s.class).values();
    }

    public ConstantArray.Terms terms(String name) {
        return get(name, ConstantArray.Terms.class);
    }

    public ConstantArray.SparseRows sparseRows(String name) {
        return get(name, ConstantArray.SparseRows.class);
    }

    /** With one more array, or another one in the place of one of the same name. */
    public Constants with(String name, ConstantArray array) {
        Map<String, ConstantArray> next = new LinkedHashMap<>(arrays);
        next.put(name, array);
        return new Constants(next);
    }

    /** Only the named arrays, in the order they have. */
    public Constants retain(Set<String> names) {
        Map<String, ConstantArray> next = new LinkedHashMap<>(arrays);
        next.keySet().retainAll(names);
        return new Constants(next);
    }
}
