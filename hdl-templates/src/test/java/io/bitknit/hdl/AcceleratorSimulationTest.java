// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole accelerator in Icarus against {@link AcceleratorModel}: random shapes and programs, every event with its
 * cycle, two runs, final memories and counters, random gaps and stalls of the host. Mutants of the units without a bench
 * of their own must fail here. {@code -Dbitknit.hdl.accelerators=N} sets the number of shapes,
 * {@code -Dbitknit.hdl.largest=N} their size in slots times inputs of the adders.
 */
class AcceleratorSimulationTest {
    private static final int MUTANT_TRIES = 3;

    /** Larger accelerators take minutes each. */
    private static final int LARGEST = Integer.getInteger("bitknit.hdl.largest", 400);

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(0, Integer.getInteger("bitknit.hdl.accelerators", 8));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void verilogEqualsModel(long seed) throws IOException {
        AcceleratorShape shape = RandomShape.of(seed);
        for (long draw = seed; shape.engines() * shape.slots() * shape.ports() * shape.lanes() > LARGEST; ) {
            draw += 1000;
            shape = RandomShape.of(draw);
        }
        AcceleratorBench bench = new AcceleratorBench(shape, seed);
        assertThat(bench.firstDifference(folder, VerilogEmitter.emit(shape)))
                .as("seed %d, %s, %d events", seed, shape, bench.events())
                .isEmpty();
    }

    static Stream<Mutant> mutants() {
        return UnitChecks.all().stream()
                .filter(UnitChecks::drivenByAccelerator)
                .flatMap(checks -> Mutant.of(checks.unit()).stream());
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void mutantFails(Mutant mutant) throws IOException {
        AcceleratorShape shape = EveryUnitIsCompleteTest.SHAPE;
        Map<String, String> sources = new LinkedHashMap<>(VerilogEmitter.emit(shape));
        sources.put(
                "bitknit_" + mutant.unit() + ".v",
                VerilogEmitter.renderText(mutant.unit(), mutant.template(), shape, Map.of()));
        for (long seed = 0; seed < MUTANT_TRIES; seed++) {
            if (!new AcceleratorBench(shape, seed)
                    .firstDifference(folder, sources)
                    .isEmpty()) {
                return;
            }
        }
        assertThat(mutant).as("no simulation differed").isNull();
    }
}
