// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The first place where two engines do not agree. Numbers that do not apply are -1, texts empty.
 *
 * @param kind what was compared
 * @param expectedBy engine whose result is taken as right
 * @param actualBy engine that differs from it
 * @param seed seed of the run that differs
 * @param layer layer of the model
 * @param tensor tensor of the design
 * @param node row
 * @param feature column
 * @param bitPlane bit of the code
 * @param bank bank of the word
 * @param address address of the word
 * @param cycle cycle of the write
 * @param expected what the first engine has
 * @param actual what the second engine has
 */
public record Difference(
        Kind kind,
        String expectedBy,
        String actualBy,
        long seed,
        String layer,
        String tensor,
        int node,
        int feature,
        int bitPlane,
        int bank,
        int address,
        long cycle,
        String expected,
        String actual) {

    /** What was compared. */
    public enum Kind {
        /** A stored value. */
        VALUE,
        /** A bank write: its place, its cycle or its word. */
        EVENT,
        /** The number of bank writes. */
        EVENT_COUNT,
        /** The number of cycles. */
        CYCLES,
        /** The scores that the host reads back. */
        SCORES,
        /** The counters that the host reads back. */
        COUNTERS,
        /** The answer to the run command did not come, or is not the agreed one. */
        HANG,
        /** A value that is neither 0 nor 1 reached a bank or the host. */
        UNKNOWN
    }

    static Difference of(Kind kind, String expectedBy, String actualBy, long seed, String expected, String actual) {
        return new Difference(kind, expectedBy, actualBy, seed, "", "", -1, -1, -1, -1, -1, -1, expected, actual);
    }

    /** For {@code verify.json}; what does not apply is left out. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("kind", kind.name().toLowerCase(java.util.Locale.ROOT));
        map.put("expectedBy", expectedBy);
        map.put("actualBy", actualBy);
        put(map, "seed", seed);
        put(map, "layer", layer);
        put(map, "tensor", tensor);
        put(map, "node", node);
        put(map, "feature", feature);
        put(map, "bitPlane", bitPlane);
        put(map, "bank", bank);
        put(map, "address", address);
        put(map, "cycle", cycle);
        map.put("expected", expected);
        map.put("actual", actual);
        return map;
    }

    private static void put(Map<String, Object> map, String name, Object value) {
        boolean applies = value instanceof Number number
                ? number.longValue() >= 0
                : !value.toString().isEmpty();
        if (applies) {
            map.put(name, value);
        }
    }

    /** One line: {@code layer 'conv1', tensor 'conv1.combined', node 3, feature 2, ...: cycle has 5, verilator 7}. */
    public String describe() {
        StringBuilder line = new StringBuilder();
        toMap().forEach((name, value) -> {
            if (!name.equals("kind") && !name.endsWith("By") && !name.equals("expected") && !name.equals("actual")) {
                line.append(line.isEmpty() ? "" : ", ").append(name).append(' ').append(value);
            }
        });
        String where = line.isEmpty() ? kind.name().toLowerCase(java.util.Locale.ROOT) : line.toString();
        return where + ": " + expectedBy + " has " + expected + ", " + actualBy + " has " + actual;
    }
}
