// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every unit with a bench of its own: random parameters, gaps and stalls against the model in the bench; and every
 * mutant must fail. {@code -Dbitknit.hdl.benches=N} sets the parameter sets per unit.
 */
class UnitBenchTest {
    private static final int MUTANT_TRIES = 6;

    @TempDir
    Path folder;

    private static Stream<String> units() {
        return UnitChecks.all().stream().filter(UnitChecks::ownBench).map(UnitChecks::unit);
    }

    static Stream<Arguments> runs() {
        int count = Integer.getInteger("bitknit.hdl.benches", 6);
        return units().flatMap(unit -> LongStream.range(0, count).mapToObj(seed -> Arguments.of(unit, seed)));
    }

    @ParameterizedTest(name = "{0} seed {1}")
    @MethodSource("runs")
    void unitEqualsModel(String unit, long seed) throws IOException {
        AcceleratorShape shape = UnitBench.shape(unit, seed);
        String template = VerilogEmitter.resource(unit + "/" + unit + ".v.vm");
        assertThat(UnitBench.run(folder, unit, template, shape, seed))
                .as("%s seed %d %s", unit, seed, shape)
                .matches("PASS [1-9][0-9]{2,}");
    }

    static Stream<Mutant> mutants() {
        return units().flatMap(unit -> Mutant.of(unit).stream());
    }

    /** Some mistakes show only for some parameters, for example in shapes with a dense unit: a few are tried. */
    @ParameterizedTest
    @MethodSource("mutants")
    void mutantFails(Mutant mutant) throws IOException {
        for (long seed = 0; seed < MUTANT_TRIES; seed++) {
            AcceleratorShape shape = UnitBench.shape(mutant.unit(), seed);
            if (UnitBench.run(folder, mutant.unit(), mutant.template(), shape, seed)
                    .startsWith("FAIL")) {
                return;
            }
        }
        assertThat(mutant).as("no bench run failed").isNull();
    }
}
