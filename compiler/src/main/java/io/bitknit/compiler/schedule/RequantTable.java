// SPDX-License-Identifier: Apache-2.0
package io.bitknit.compiler.schedule;

import java.util.LinkedHashMap;
import java.util.Map;

/** Distinct pairs of multiplier and correction, numbered in the order of first use. */
final class RequantTable {
    private record Pair(int multiplier, long correction) {}

    private final Map<Pair, Integer> index = new LinkedHashMap<>();

    int indexOf(int multiplier, long correction) {
        Integer known = index.putIfAbsent(new Pair(multiplier, correction), index.size());
        return known == null ? index.size() - 1 : known;
    }

    int size() {
        return index.size();
    }

    int[] multipliers() {
        return index.keySet().stream().mapToInt(Pair::multiplier).toArray();
    }

    long[] corrections() {
        return index.keySet().stream().mapToLong(Pair::correction).toArray();
    }
}
