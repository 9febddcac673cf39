// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The module table of {@code ARCHITECTURE.md}, and the order of the packages inside {@code compiler}. */
class LayersTest {
    private static final String OURS = "io.bitknit";

    /** Which packages may import which; {@code compiler.*} stands for all that is inside it. */
    private static final List<Layer> LAYERS = List.of(
            layer("model"),
            layer("hdl"),
            layer("boards"),
            layer("quantizer", "model"),
            compiler("diag"),
            compiler("graph", "diag"),
            compiler("frontend", "diag", "graph"),
            compiler("pass", "diag", "graph"),
            compiler("design", "diag", "graph"),
            compiler("schedule", "diag", "graph", "design"),
            compiler("emit", "diag", "graph", "design"),
            compiler("program", "diag", "graph", "design"),
            compiler("project", "diag", "graph", "design", "program"),
            compiler("estimate", "diag", "graph", "design"),
            compiler("search", "diag", "graph", "design", "schedule", "estimate"),
            layer("compiler", "model", "hdl", "boards", "compiler.*"),
            layer("sim", "model", "hdl", "compiler.graph", "compiler.design"),
            layer("cli", "model", "hdl", "boards", "quantizer", "compiler", "compiler.*", "sim"),
            layer("benchmarks", "model", "hdl", "boards", "quantizer", "compiler", "compiler.*", "sim", "cli"));

    private final JavaClasses classes = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(OURS);

    @Test
    void modulesImportOnlyWhatTheTableAllows() {
        assertThat(Layer.violations(classes, LAYERS)).isEmpty();
    }

    @Test
    void everyPackageIsInTheTable() {
        Set<String> unknown = new TreeSet<>();
        for (JavaClass javaClass : classes) {
            String name = javaClass.getPackageName();
            boolean ofCompiler = name.startsWith(OURS + ".compiler.");
            boolean known = Layer.of(javaClass, LAYERS)
                    .filter(layer -> !ofCompiler || !layer.packageName().equals(OURS + ".compiler"))
                    .isPresent();
            if (!known) {
                unknown.add(name);
            }
        }
        assertThat(unknown)
                .as("packages to add to the table, here and in ARCHITECTURE.md")
                .isEmpty();
    }

    @Test
    void packagesHaveNoCircles() {
        // The table orders modules and the packages of compiler; this holds inside every module.
        assertThat(Circles.between(classes, OURS)).isEmpty();
    }

    @Test
    void theModulesAreOnTheClassPath() {
        Set<String> modules = classes.stream()
                .map(javaClass -> javaClass.getPackageName().split("\\.")[2])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(modules).contains("model", "hdl", "boards", "compiler");
    }

    @Test
    void aForbiddenImportIsFound() {
        JavaClasses own = new ClassFileImporter().importPackages(LayersTest.class.getPackageName());
        List<Layer> table = List.of(
                new Layer(LayersTest.class.getPackageName(), Set.of()), new Layer("com.tngtech.archunit", Set.of()));
        assertThat(Layer.violations(own, table)).anyMatch(line -> line.contains("LayersTest"));
    }

    private static Layer compiler(String name, String... below) {
        Stream<String> inside = Arrays.stream(below).map(other -> "compiler." + other);
        return layer(
                "compiler." + name,
                Stream.concat(Stream.of("model", "hdl", "boards"), inside).toArray(String[]::new));
    }

    private static Layer layer(String name, String... mayImport) {
        List<String> allowed = new ArrayList<>();
        for (String other : mayImport) {
            if (other.equals("compiler.*")) {
                List.of(
                                "diag",
                                "graph",
                                "frontend",
                                "pass",
                                "design",
                                "schedule",
                                "emit",
                                "program",
                                "project",
                                "estimate",
                                "search")
                        .forEach(inner -> allowed.add(OURS + ".compiler." + inner));
            } else {
                allowed.add(OURS + "." + other);
            }
        }
        return new Layer(OURS + "." + name, Set.copyOf(allowed));
    }
}
