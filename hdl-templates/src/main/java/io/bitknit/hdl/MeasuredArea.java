// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What synthesis counted for one unit alone; a line of {@code measured-area.csv}.
 *
 * @param unit the unit with its parameters
 * @param flow how it was made
 * @param counted its cells
 */
public record MeasuredArea(Unit unit, SynthesisFlow flow, Resources counted) {
    /** First line of a file of these. */
    public static final String HEADER = "unit,family,parameters,luts,ffs,blocks,dsps";

    /** The line without its end. */
    public String line() {
        return key() + "," + counted.luts() + "," + counted.ffs() + "," + counted.bramBlocks() + "," + counted.dsps();
    }

    /** Unit, family and parameters: the part of the line that names what was measured. */
    public String key() {
        return key(unit, flow);
    }

    /** The same for a unit that is not measured yet. */
    public static String key(Unit unit, SynthesisFlow flow) {
        String parameters = Arrays.stream(unit.getClass().getRecordComponents())
                .map(component -> value(unit, component))
                .collect(Collectors.joining(" "));
        return unit.unitName() + "," + flow.label() + "," + parameters;
    }

    /** @throws IllegalArgumentException if it is no such line */
    public static MeasuredArea parse(String line) {
        String[] f = line.split(",", -1);
        if (f.length != 7) {
            throw new IllegalArgumentException("'" + line + "' has " + f.length + " fields, expected 7");
        }
        SynthesisFlow flow = Arrays.stream(SynthesisFlow.values())
                .filter(candidate -> candidate.label().equals(f[1]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no family '" + f[1] + "'"));
        Resources counted =
                new Resources(Long.parseLong(f[3]), Long.parseLong(f[4]), Long.parseLong(f[5]), Long.parseLong(f[6]));
        return new MeasuredArea(unit(f[0], f[2].isEmpty() ? new String[0] : f[2].split(" ")), flow, counted);
    }

    private static String value(Unit unit, RecordComponent component) {
        try {
            return component.getAccessor().invoke(unit).toString();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component + " of " + unit, e);
        }
    }

    private static Unit unit(String name, String[] values) {
        for (Class<?> type : Unit.class.getPermittedSubclasses()) {
            RecordComponent[] components = type.getRecordComponents();
            if (!nameOf(type).equals(name)) {
                continue;
            }
            if (components.length != values.length) {
                throw new IllegalArgumentException(
                        name + " has " + components.length + " parameters, not " + values.length);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Object[] arguments = new Object[values.length];
            for (int i = 0; i < values.length; i++) {
                arguments[i] = argument(types[i], values[i]);
            }
            try {
                return (Unit) type.getDeclaredConstructor(types).newInstance(arguments);
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("no " + name + " has the parameters " + Arrays.toString(values), e);
            }
        }
        throw new IllegalArgumentException("there is no unit '" + name + "'");
    }

    private static Object argument(Class<?> type, String value) {
        if (type == boolean.class) {
            return Boolean.parseBoolean(value);
        }
        return type == int.class ? (Object) Integer.parseInt(value) : AcceleratorShape.Multiplier.valueOf(value);
    }

    /** Class names are the units' names in capitals; wiring is named after what it wires. */
    private static String nameOf(Class<?> type) {
        return type.getSimpleName()
                .replaceFirst("Wiring$", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }
}
