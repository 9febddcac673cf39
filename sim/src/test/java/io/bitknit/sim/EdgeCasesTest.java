// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.model.QuantizedModel;
import io.bitknit.sim.compare.CrossCheck;
import io.bitknit.sim.compare.Engine;
import io.bitknit.sim.compare.VerifyReport;
import io.bitknit.sim.cosim.ExternalTool;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The named edge cases: through all Java engines on several accelerators, and through Icarus on one. */
class EdgeCasesTest {
    private static final Set<Engine> JAVA = EnumSet.of(Engine.REFERENCE, Engine.CYCLE, Engine.TRACE);

    static List<String> names() {
        return List.copyOf(EdgeCases.all().keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void agreeInJava(String name) {
        QuantizedModel model = EdgeCases.all().get(name);
        for (long seed = 0; seed < 20; seed++) {
            ShapeChoice choice = RandomDesigns.choice(seed);
            Design design = RandomDesigns.design(model, choice);
            VerifyReport report =
                    CrossCheck.verify(TestDesigns.input(design, model, JAVA, 1, null), (stage, done, total) -> {});
            assertThat(report.firstDifference()).as("%s, %s", name, choice).isNull();
            assertThat(report.equal()).isTrue();
            assertThat(report.engines()).containsOnlyKeys("reference", "cycle", "trace");
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void agreeWithTheVerilog(String name) {
        TestDesigns.assumeTools(ExternalTool.IVERILOG, ExternalTool.VVP);
        QuantizedModel model = EdgeCases.all().get(name);
        ShapeChoice choice = new ShapeChoice(2, 8, 8, 1, 2, 1, 2, 1, true, Multiplier.DSP, 0);
        Design design = RandomDesigns.design(model, choice);
        Set<Engine> engines = EnumSet.of(Engine.REFERENCE, Engine.CYCLE, Engine.ICARUS);
        VerifyReport report =
                CrossCheck.verify(TestDesigns.input(design, model, engines, 2, null), (stage, done, total) -> {});
        assertThat(report.firstDifference()).as(name).isNull();
        assertThat(report.engines().get("icarus").events()).isPositive();
        assertThat(report.engines().get("icarus").cycles()).isEqualTo(design.predictedCycles());
    }
}
