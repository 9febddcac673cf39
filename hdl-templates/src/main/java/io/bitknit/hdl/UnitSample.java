// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Verilog to count units alone in: one call of the synthesis makes several units, each for itself, since the hierarchy is
 * kept.
 *
 * @param top module that the synthesis starts from
 * @param sources file name to text
 * @param empty modules whose contents are left out, because other samples count them
 * @param units module name to the unit that its cells are those of
 */
public record UnitSample(String top, Map<String, String> sources, Set<String> empty, Map<String, Unit> units) {
    private static final int MEMORIES = 12;

    /** Memories of few words, as those of stationary weights are, which a draw up to 4,000 words hardly meets. */
    private static final int SHALLOW_MEMORIES = 6;

    private static final int SHALLOW_WORDS = 16;
    private static final int SHALLOW_BITS = 64;
    private static final int SHAPES = 12;
    private static final String SIDE_BY_SIDE = "units";

    /** Modules of engines with another index are named after it. */
    private static final String FIRST_ENGINE = "\\bitknit_engine\\INDEX=s32'" + "0".repeat(32);

    /**
     * Kinds of samples: the large units of one shape; its other units; its modules that join the others, alone; row
     * writers, units that sum, requantizers, and memories of several shapes.
     */
    public enum Kind {
        LARGE,
        CONTROL,
        JOINT,
        WRITER,
        SUM,
        SCALE,
        MEMORY
    }

    /** The sample of a kind with a seed; equal for equal seeds. */
    public static UnitSample of(Kind kind, long seed) {
        return switch (kind) {
            case LARGE -> large(ShapeSampler.of(seed));
            case CONTROL -> control(ShapeSampler.of(seed));
            case JOINT -> joints(ShapeSampler.of(seed));
            case WRITER -> several(seed, List.of("row_writer"));
            case SUM -> several(seed, List.of("gather_slot", "team_result", "dense_unit"));
            case SCALE -> several(seed, List.of("requantizer"));
            case MEMORY -> memories(seed);
        };
    }

    /** The same without units that are counted already. Only units that stand side by side can be left out. */
    public UnitSample without(Predicate<Unit> counted) {
        if (!top.equals(SIDE_BY_SIDE)) {
            return this;
        }
        Map<String, String> someSources = new LinkedHashMap<>();
        Map<String, Unit> someUnits = new LinkedHashMap<>();
        units.forEach((module, unit) -> {
            if (!counted.test(unit)) {
                someSources.put(module + ".v", sources.getOrDefault(module + ".v", ""));
                someUnits.put(module, unit);
            }
        });
        return together(someSources, someUnits);
    }

    private static UnitSample large(AcceleratorShape shape) {
        List<Unit> all = new ArrayList<>(List.of(GatherSlot.of(shape), TeamResult.of(shape), Requantizer.of(shape)));
        if (TemplateNames.hasDense(shape)) {
            all.add(DenseUnit.of(shape));
        }
        Map<String, String> verilog = VerilogEmitter.emit(shape);
        Map<String, String> sources = new LinkedHashMap<>();
        Map<String, Unit> units = new LinkedHashMap<>();
        for (Unit unit : all) {
            String module = VerilogEmitter.moduleName(unit.unitName());
            sources.put(module + ".v", verilog.getOrDefault(module + ".v", ""));
            units.put(module, unit);
        }
        return together(sources, units);
    }

    /** A top module with one instance of each, which is kept although nothing is joined to it. */
    private static UnitSample together(Map<String, String> sources, Map<String, Unit> units) {
        StringBuilder top = new StringBuilder("module " + SIDE_BY_SIDE + ";\n");
        units.keySet()
                .forEach(module -> top.append("    (* keep *) ")
                        .append(module)
                        .append(" of_")
                        .append(module)
                        .append(" ();\n"));
        sources.put("units.v", top + "endmodule\n");
        return new UnitSample(SIDE_BY_SIDE, sources, Set.of(), units);
    }

    private static UnitSample control(AcceleratorShape shape) {
        Map<String, Unit> units = new LinkedHashMap<>();
        for (Unit unit : List.of(Sequencer.of(shape), PhaseController.of(shape))) {
            units.put(VerilogEmitter.moduleName(unit.unitName()), unit);
        }
        units.put("$paramod\\bitknit_host_link\\DIGEST=32'" + "0".repeat(32), HostLink.of(shape));
        Set<String> empty =
                Set.of("bitknit_gather_slot", "bitknit_dense_unit", "bitknit_team_result", "bitknit_requantizer");
        return new UnitSample(VerilogEmitter.TOP_MODULE, VerilogEmitter.emit(shape), empty, units);
    }

    private static UnitSample joints(AcceleratorShape shape) {
        Map<String, Unit> units = new LinkedHashMap<>();
        units.put(VerilogEmitter.moduleName("top"), TopWiring.of(shape));
        units.put("$paramod" + FIRST_ENGINE, EngineWiring.of(shape));
        Set<String> empty = Set.of(
                "bitknit_gather_slot",
                "bitknit_dense_unit",
                "bitknit_team_result",
                "bitknit_requantizer",
                "bitknit_row_writer",
                "bitknit_sequencer",
                "bitknit_phase_controller",
                "*bitknit_host_link*",
                "*bitknit_memory*");
        return new UnitSample(VerilogEmitter.TOP_MODULE, VerilogEmitter.emit(shape), empty, units);
    }

    private static UnitSample several(long seed, List<String> names) {
        Map<String, String> sources = new LinkedHashMap<>();
        Map<String, Unit> units = new LinkedHashMap<>();
        for (int i = 0; i < SHAPES; i++) {
            AcceleratorShape shape = ShapeSampler.of(seed * SHAPES + i);
            for (String unit : names) {
                if (!unit.equals("dense_unit") || TemplateNames.hasDense(shape)) {
                    String name = VerilogEmitter.moduleName(unit);
                    String text = VerilogEmitter.render(unit, unit + ".v.vm", shape, Map.of());
                    sources.put(
                            name + "_" + i + ".v",
                            text.replace("module " + name + " ", "module " + name + "_" + i + " "));
                    units.put(name + "_" + i, contract(unit, shape));
                }
            }
        }
        return together(sources, units);
    }

    private static Unit contract(String unit, AcceleratorShape shape) {
        return switch (unit) {
            case "row_writer" -> RowWriter.of(shape);
            case "gather_slot" -> GatherSlot.of(shape);
            case "team_result" -> TeamResult.of(shape);
            case "dense_unit" -> DenseUnit.of(shape);
            case "requantizer" -> Requantizer.of(shape);
            default -> throw new IllegalArgumentException(unit);
        };
    }

    private static UnitSample memories(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String text = VerilogEmitter.resource("memory/memory.v.vm");
        Map<String, String> sources = new LinkedHashMap<>();
        Map<String, Unit> units = new LinkedHashMap<>();
        for (int i = 0; i < MEMORIES + SHALLOW_MEMORIES; i++) {
            boolean shallow = i >= MEMORIES;
            int bits = ShapeSampler.range(random, 1, shallow ? SHALLOW_BITS : 120);
            int words = ShapeSampler.range(random, 2, shallow ? SHALLOW_WORDS : 4000);
            String module = "bitknit_memory_" + bits + "_" + words;
            String sized = text.replace("module bitknit_memory ", "module " + module + " ")
                    .replace("parameter WIDTH = 8", "parameter WIDTH = " + bits)
                    .replace("parameter DEPTH = 2", "parameter DEPTH = " + words)
                    .replace(
                            "parameter ADDRESS_BITS = 1",
                            "parameter ADDRESS_BITS = " + TemplateNames.addressBits(words));
            sources.put(module + ".v", sized);
            units.put(module, new Memory(bits, words));
        }
        return together(sources, units);
    }
}
