// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the tables and the flip-flops of a unit grow with: amounts by name, each with a constant of {@link AreaConstants}.
 * An amount is an integer that the Verilog has, for example bits of an adder.
 */
public final class Growth {
    /** Of a unit of one size. */
    static final Growth NOTHING = new Growth();

    private final Map<String, Double> tables = new LinkedHashMap<>();
    private final Map<String, Double> ffs = new LinkedHashMap<>();

    Growth() {}

    /** Tables grow with an amount. */
    Growth tables(String name, double amount) {
        tables.merge(name, amount, Double::sum);
        return this;
    }

    /** Flip-flops grow with an amount. */
    Growth ffs(String name, double amount) {
        ffs.merge(name, amount, Double::sum);
        return this;
    }

    /** Amounts of the tables, in a fixed order. */
    public Map<String, Double> tables() {
        return Collections.unmodifiableMap(tables);
    }

    /** Amounts of the flip-flops, in a fixed order. */
    public Map<String, Double> ffs() {
        return Collections.unmodifiableMap(ffs);
    }
}
