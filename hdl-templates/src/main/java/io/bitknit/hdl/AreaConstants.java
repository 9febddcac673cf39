// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fitted constants of the contracts of one family: tables or flip-flops for each amount of a {@link Growth}. The files
 * {@code area-<family>.csv} are written by {@code bitknit characterize --constants}; nobody edits them.
 */
public final class AreaConstants {
    /** In the first line of every file of constants. */
    public static final String MARK = "written by bitknit characterize";

    private static final String HEADER = "unit,resource,constant,amount";
    private static final Map<AreaFamily, AreaConstants> FITTED = fitted();

    /** By unit and resource, then by amount. */
    private final Map<String, Map<String, Double>> constants;

    /** A search asks for the same units in thousands of accelerators. */
    private final Map<Unit, Resources> known = new ConcurrentHashMap<>();

    private AreaConstants(Map<String, Map<String, Double>> constants) {
        this.constants = Map.copyOf(constants);
    }

    private static Map<AreaFamily, AreaConstants> fitted() {
        Map<AreaFamily, AreaConstants> all = new EnumMap<>(AreaFamily.class);
        for (SynthesisFlow flow : SynthesisFlow.values()) {
            all.put(flow.family(), parse(VerilogEmitter.resource("area-" + flow.label() + ".csv")));
        }
        return all;
    }

    /** The constants that the contracts use. */
    static AreaConstants of(AreaFamily family) {
        AreaConstants constants = FITTED.get(family);
        if (constants == null) {
            throw new IllegalStateException("no constants of " + family);
        }
        return constants;
    }

    /**
     * One constant.
     *
     * @param unit name of the unit
     * @param resource {@code tables} or {@code ffs}
     * @param amount name of the amount
     */
    public record Constant(String unit, String resource, String amount, double value) {}

    /** Text of a file of constants; amounts without a cost are left out. */
    public static String text(String comment, List<Constant> constants) {
        StringBuilder text = new StringBuilder("# " + comment + "\n" + HEADER + "\n");
        for (Constant c : constants) {
            if (c.value() > 0) {
                text.append(
                        String.format(Locale.ROOT, "%s,%s,%.4f,%s\n", c.unit(), c.resource(), c.value(), c.amount()));
            }
        }
        return text.toString();
    }

    private static AreaConstants parse(String text) {
        Map<String, Map<String, Double>> constants = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>(text.lines().toList());
        lines.removeIf(line -> line.startsWith("#") || line.equals(HEADER));
        for (String line : lines) {
            String[] f = line.split(",", 4);
            constants
                    .computeIfAbsent(f[0] + " " + f[1], name -> new HashMap<>())
                    .put(f[3], Double.parseDouble(f[2]));
        }
        return new AreaConstants(constants);
    }

    /** Tables and flip-flops of a unit. */
    Resources of(Unit unit, AreaFamily family) {
        Resources resources = known.get(unit);
        if (resources == null) {
            resources = apply(unit.unitName(), unit.growth(family));
            known.put(unit, resources);
        }
        return resources;
    }

    /** An amount without a constant costs nothing. */
    private Resources apply(String unit, Growth growth) {
        return new Resources(
                Math.round(sum(constants.getOrDefault(unit + " tables", Map.of()), growth.tables())),
                Math.round(sum(constants.getOrDefault(unit + " ffs", Map.of()), growth.ffs())),
                0,
                0);
    }

    private static double sum(Map<String, Double> constants, Map<String, Double> amounts) {
        double sum = 0;
        for (Map.Entry<String, Double> amount : amounts.entrySet()) {
            sum += amount.getValue() * constants.getOrDefault(amount.getKey(), 0.0);
        }
        return sum;
    }
}
