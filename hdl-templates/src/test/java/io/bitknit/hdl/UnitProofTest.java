// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.hdl.AcceleratorShape.Multiplier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proofs of units by k-induction with z3; their covers are reached; and every mutant of a unit with properties is
 * refuted, by the properties alone.
 */
class UnitProofTest {
    /** Frames assumed by the induction, and checked from reset. */
    private static final int DEPTH = 3;

    private static final int COVER_DEPTH = 40;

    /** Small, and every optional port is there. */
    private static final AcceleratorShape FOLDED = shape(8, 4, 2, 2, 2, 1, 4, 2, true, 8);

    private static final AcceleratorShape FULL = shape(8, 4, 1, 2, 2, 1, 4, 2, true, 8);

    @TempDir
    Path folder;

    private static AcceleratorShape shape(
            int ports,
            int lanes,
            int planes,
            int slots,
            int units,
            int densePlanes,
            int columns,
            int weightBits,
            boolean fold2,
            int accumulatorBits) {
        return new AcceleratorShape(
                1,
                ports,
                lanes,
                planes,
                slots,
                1,
                units,
                densePlanes,
                columns,
                weightBits,
                units == 0 ? 0 : 2,
                fold2,
                AcceleratorShape.ALL_SHIFTS,
                AcceleratorShape.ALL_SHIFTS,
                accumulatorBits,
                16,
                16,
                16,
                8,
                8,
                2,
                2,
                2,
                4,
                1,
                Math.min(AcceleratorShape.MOST_ROW_SHIFT, planes * (fold2 ? 2 : 1) - 1),
                8,
                Multiplier.LUT);
    }

    static Stream<Arguments> proofs() {
        return Stream.of(
                Arguments.of("gather_slot", shape(6, 2, 1, 2, 2, 1, 2, 2, false, 8)),
                Arguments.of("gather_slot", shape(1, 1, 1, 1, 0, 1, 0, 0, false, 6)),
                Arguments.of("gather_slot", shape(6, 2, 2, 2, 2, 1, 2, 2, false, 8)),
                Arguments.of("gather_slot", shape(4, 2, 4, 2, 2, 1, 2, 2, false, 8)),
                Arguments.of("dense_unit", shape(4, 5, 1, 2, 2, 1, 2, 2, false, 8)),
                Arguments.of("dense_unit", shape(4, 2, 4, 2, 2, 2, 2, 2, false, 9)),
                Arguments.of("dense_unit", shape(2, 2, 2, 2, 2, 2, 2, 2, false, 8)),
                Arguments.of("dense_unit", shape(4, 3, 1, 2, 1, 1, 1, 1, false, 8)),
                Arguments.of("row_writer", FULL),
                Arguments.of("row_writer", shape(3, 3, 1, 1, 0, 1, 0, 0, false, 8)),
                Arguments.of("row_writer", FOLDED),
                Arguments.of("row_writer", shape(3, 3, 4, 1, 0, 1, 0, 0, false, 8)),
                Arguments.of("sequencer", FULL),
                Arguments.of("sequencer", FOLDED),
                Arguments.of("sequencer", shape(4, 4, 4, 2, 1, 2, 2, 4, false, 8)),
                Arguments.of("sequencer", shape(4, 3, 1, 2, 0, 1, 0, 0, false, 8)),
                Arguments.of("phase_controller", FULL),
                Arguments.of("phase_controller", shape(4, 3, 1, 2, 0, 1, 0, 0, false, 8)),
                Arguments.of("reset_sync", FULL),
                Arguments.of("axi_link", FULL),
                Arguments.of("host_link", FULL),
                Arguments.of("host_link", shape(4, 11, 1, 2, 0, 1, 0, 0, false, 8)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("proofs")
    void propertiesHold(String unit, AcceleratorShape shape) throws IOException {
        String model = model(unit, VerilogEmitter.resource(unit + "/" + unit + ".v.vm"), shape);
        assertThat(prove(model, "-i")).as("%s %s", unit, shape).contains("Status: PASSED");
        assertThat(prove(model)).as("%s %s", unit, shape).contains("Status: PASSED");
    }

    static Stream<Arguments> covers() {
        return Stream.of(
                Arguments.of("gather_slot", shape(4, 1, 1, 2, 2, 1, 1, 2, false, 6)),
                Arguments.of("dense_unit", shape(4, 3, 1, 2, 2, 1, 1, 2, false, 8)),
                Arguments.of("row_writer", FULL),
                Arguments.of("sequencer", FULL),
                Arguments.of("phase_controller", FULL),
                Arguments.of("reset_sync", FULL),
                Arguments.of("axi_link", FULL),
                Arguments.of("host_link", FULL));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("covers")
    void coversAreReached(String unit, AcceleratorShape shape) throws IOException {
        String model = model(unit, VerilogEmitter.resource(unit + "/" + unit + ".v.vm"), shape);
        String output = ExternalTool.SMTBMC
                .run(folder, List.of("--noprogress", "-s", "z3", "-c", "-t", "" + COVER_DEPTH, model))
                .output();
        assertThat(output).as("%s %s", unit, shape).contains("Status: PASSED");
    }

    static Stream<Mutant> mutants() {
        return UnitChecks.all().stream()
                .filter(UnitChecks::proven)
                .flatMap(checks -> Mutant.of(checks.unit()).stream());
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantIsRefuted(Mutant mutant) throws IOException {
        AcceleratorShape shape = switch (mutant.unit()) {
            case "dense_unit" -> shape(4, 2, 4, 2, 2, 2, 2, 2, false, 9);
            // words of several planes have shifted rows
            case "row_writer" -> FOLDED;
            default -> FULL;
        };
        String model = model(mutant.unit(), mutant.template(), shape);
        assertThat(prove(model, "-i")).contains("Status: FAILED");
    }

    private String model(String unit, String template, AcceleratorShape shape) throws IOException {
        ExternalTool.Z3.require();
        String source = "bitknit_" + unit + ".v";
        Files.writeString(folder.resolve(source), VerilogEmitter.renderText(unit, template, shape, Map.of()));
        Files.writeString(folder.resolve(unit + "_props.v"), VerilogEmitter.resource(unit + "/" + unit + "_props.v"));
        List<String> defines = new ArrayList<>(List.of("-DFORMAL"));
        boolean dense = TemplateNames.hasDense(shape);
        if (dense) {
            defines.add("-DDENSE");
        }
        if (shape.fold2()) {
            defines.add("-DFOLD");
        }
        if (shape.planes() > shape.densePlanes()) {
            defines.add("-DDENSE_STEPS");
        }
        defines.add("-DPLANES=" + shape.planes());
        defines.add("-DROW_SHIFT=" + shape.rowShiftMax());
        defines.add("-DROUNDS=" + (dense ? shape.slots() / shape.denseUnits() : 1));
        defines.add("-DBANK_BYTES=" + TemplateNames.bytes(shape.wordBits()));
        String model = unit + ".smt2";
        // more optimisation turns comparisons into bit lists that z3 expands exponentially
        String script = "read_verilog -formal " + String.join(" ", defines) + " " + source
                + "; prep -flatten -top bitknit_" + unit + "; dffunmap; opt_clean; write_smt2 -wires " + model;
        ExternalTool.Outcome outcome = ExternalTool.YOSYS.run(folder, List.of("-q", "-p", script));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return model;
    }

    private String prove(String model, String... options) {
        List<String> arguments = new ArrayList<>(List.of("--noprogress", "-s", "z3"));
        arguments.addAll(List.of(options));
        arguments.addAll(List.of("-t", "" + DEPTH, model));
        return ExternalTool.SMTBMC.run(folder, arguments).output();
    }
}
