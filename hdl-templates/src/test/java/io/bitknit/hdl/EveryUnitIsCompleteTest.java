// SPDX-License-Identifier: Apache-2.0
package io.bitknit.hdl;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.hdl.AcceleratorShape.Multiplier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every unit has a contract, a template whose header states the contract's latency, a bench, properties or the reason
 * why there are none, three mutants, a measured area and the name of its cycle model. The units are those that are
 * emitted, those that have a folder, and those that have a contract: the three must be the same. That the cycle model
 * exists is a test of {@code benchmarks}, which sees {@code sim}.
 */
class EveryUnitIsCompleteTest {
    private static final int MUTANTS = 3;

    /** Every unit occurs in it. */
    static final AcceleratorShape SHAPE = new AcceleratorShape(
            2, 4, 4, 2, 2, 1, 1, 1, 2, 2, 3, true, 14, 14, 12, 64, 8, 64, 32, 4, 2, 2, 3, 4, 1, 3, 12, Multiplier.DSP);

    static Stream<String> units() {
        return UnitChecks.all().stream().map(UnitChecks::unit);
    }

    @Test
    void emittedUnitsAreTheFolders() throws Exception {
        Path folder = Path.of(VerilogEmitter.class.getResource("top").toURI()).getParent();
        Set<String> folders = new TreeSet<>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(Files::isDirectory)
                    .forEach(entry -> folders.add(entry.getFileName().toString()));
        }
        assertThat(folders).isEqualTo(units().collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void emittedUnitsAreTheContracts() {
        Map<String, Class<?>> contracts =
                contracts().collect(Collectors.toMap(Unit::unitName, Unit::getClass, (one, same) -> one));
        assertThat(contracts.keySet()).isEqualTo(units().collect(Collectors.toSet()));
        assertThat(Set.copyOf(contracts.values()))
                .as("contracts that take part in the area of an accelerator or of a shell")
                .isEqualTo(Arrays.stream(Unit.class.getPermittedSubclasses()).collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("units")
    void unitIsComplete(String unit) throws Exception {
        assertThat(missing(unit, true)).as(unit).isEmpty();
    }

    /** The rules themselves can fail: a unit of which nothing exists lacks everything. */
    @Test
    void anUnknownUnitLacksEverything() throws Exception {
        assertThat(missing("no_such_unit", false))
                .containsExactly(
                        "contract",
                        "template",
                        "bench",
                        "properties or reason",
                        "three mutants",
                        "measured area",
                        "cycle model");
    }

    /** Without its properties a unit has neither properties nor a reason; without its bench no bench. */
    @Test
    void filesDecide() {
        UnitChecks proven = new UnitChecks("sequencer");
        UnitChecks simulated = new UnitChecks("requantizer");
        assertThat(proven.proven()).isTrue();
        assertThat(simulated.proven()).isFalse();
        assertThat(List.of(proven.ownBench(), simulated.ownBench())).containsOnly(true);
        assertThat(new UnitChecks("engine").ownBench()).isFalse();
    }

    static Stream<Unit> contracts() {
        Stream<Unit> accelerator =
                AcceleratorResources.of(SHAPE, AreaFamily.ECP5).parts().stream().map(AcceleratorResources.Part::unit);
        Stream<Unit> shells = Arrays.stream(VerilogEmitter.Shell.values()).flatMap(shell -> shell.contracts().stream());
        return Stream.concat(accelerator, shells);
    }

    private static List<String> missing(String unit, boolean emitted) throws Exception {
        UnitChecks checks = new UnitChecks(unit);
        List<String> missing = new ArrayList<>();
        Optional<Unit> contract =
                contracts().filter(u -> u.unitName().equals(unit)).findAny();
        if (contract.isEmpty()) {
            missing.add("contract");
        }
        if (!checks.has(unit + ".v.vm")) {
            missing.add("template");
        } else if (contract.isPresent()
                && !checks.drivenByAccelerator()
                && statedLatency(unit) != contract.get().latencyCycles()) {
            missing.add("latency in the header: " + statedLatency(unit));
        }
        if (!checks.ownBench() && !(checks.drivenByAccelerator() && isSentence(checks, ".bench"))) {
            missing.add("bench");
        }
        if (checks.proven() == checks.has(unit + ".reason") || !checks.proven() && !isSentence(checks, ".reason")) {
            missing.add("properties or reason");
        }
        if (!checks.has(unit + ".mutants") || distinctMutants(unit) < MUTANTS) {
            missing.add("three mutants");
        }
        if (UnitAreaTest.measured().noneMatch(m -> m.unit().unitName().equals(unit))) {
            missing.add("measured area");
        }
        if (!checks.ofShell()
                && (!checks.has(unit + ".model") || !checks.line(".model").matches("io\\.bitknit\\.sim(\\.\\w+)+"))) {
            missing.add("cycle model");
        }
        assertThat(units().anyMatch(unit::equals)).isEqualTo(emitted);
        return missing;
    }

    private static boolean isSentence(UnitChecks checks, String suffix) {
        return checks.has(checks.unit() + suffix) && checks.line(suffix).matches("\\p{Lu}?[^\n]{20,}\\.");
    }

    private static long distinctMutants(String unit) {
        return Mutant.of(unit).stream().map(Mutant::template).distinct().count();
    }

    /** The latency of the header, {@code latency N cycles}. */
    private static int statedLatency(String unit) {
        String header = VerilogEmitter.resource(unit + "/" + unit + ".v.vm").split("`default_nettype")[0];
        Matcher matcher = Pattern.compile("latency (\\d+) cycle").matcher(header);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : -1;
    }
}
