// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.model.QuantizedModel;
import io.bitknit.sim.RandomDesigns;
import io.bitknit.sim.RandomModels;
import io.bitknit.sim.TestDesigns;
import io.bitknit.sim.compare.CrossCheck;
import io.bitknit.sim.compare.Engine;
import io.bitknit.sim.compare.SpeedComparison;
import io.bitknit.sim.compare.VerifyReport;
import io.bitknit.sim.cycle.CycleSimulator;
import io.bitknit.sim.reference.ReferenceInterpreter;
import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Verilog in both external simulators. Each Verilator build costs seconds, so there are few designs. */
class RtlSimulatorsTest {
    private static final Path CACHE = Path.of("target", "simulators");

    @ParameterizedTest
    @ValueSource(longs = {0, 2})
    void agreeInVerilator(long seed) {
        TestDesigns.assumeTools(ExternalTool.VERILATOR, ExternalTool.COMPILER, ExternalTool.MAKE);
        agree(seed, EnumSet.of(Engine.REFERENCE, Engine.CYCLE, Engine.TRACE, Engine.VERILATOR));
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 4, 5, 6, 7, 8, 9, 10})
    void agreeInIcarus(long seed) {
        TestDesigns.assumeTools(ExternalTool.IVERILOG, ExternalTool.VVP);
        agree(seed, EnumSet.of(Engine.REFERENCE, Engine.CYCLE, Engine.TRACE, Engine.ICARUS));
    }

    private static void agree(long seed, EnumSet<Engine> engines) {
        QuantizedModel model = RandomModels.model(seed, RandomModels.Options.SMALL);
        ShapeChoice choice = RandomDesigns.choice(seed);
        Design design = RandomDesigns.design(model, choice);
        VerifyReport report =
                CrossCheck.verify(TestDesigns.input(design, model, engines, 2, null), (stage, done, total) -> {});
        assertThat(report.firstDifference()).as("seed %d, %s", seed, choice).isNull();
        assertThat(report.engines()).hasSize(4);
        report.engines().forEach((name, engine) -> {
            if (!name.equals("reference")) {
                assertThat(engine.events())
                        .as(name)
                        .isEqualTo(report.engines().get("cycle").events());
                assertThat(engine.cycles()).as(name).isEqualTo(design.predictedCycles());
            }
        });
    }

    private static Design smallDesign(QuantizedModel model) {
        return RandomDesigns.design(model, new ShapeChoice(1, 4, 8, 1, 2, 2, 1, 1, true, Multiplier.DSP, 0));
    }

    @Test
    void memoriesThatAreFoundInPlaceGiveTheSameAsMemoriesThatTheHostLoads(@TempDir Path cache) {
        TestDesigns.assumeTools(ExternalTool.IVERILOG, ExternalTool.VVP);
        QuantizedModel model = RandomModels.model(21, RandomModels.Options.SMALL);
        Design design = smallDesign(model);
        byte[] load = TestDesigns.loadBytes(design);
        IcarusSimulator icarus = IcarusSimulator.build(design.shape(), VerilogEmitter.emit(design.shape()), cache);
        HostSession whole = HostSession.of(design, load);
        HostSession preloaded = HostSession.preloaded(design, load);
        assertThat(preloaded.preload()).isNotEmpty();
        assertThat(preloaded.input().length).isLessThan(whole.input().length);
        RtlRun first = icarus.run(whole, RunOptions.verify(1), design.predictedCycles());
        RtlRun second = icarus.run(preloaded, RunOptions.verify(2), design.predictedCycles());
        assertThat(first.problem()).isEmpty();
        assertThat(second.problem()).isEmpty();
        assertThat(second.events()).isEqualTo(first.events());
        assertThat(second.events()).isEqualTo(CycleSimulator.run(design).events());
        assertThat(whole.decode(design, first.answer()).scores())
                .isEqualTo(ReferenceInterpreter.run(model).scores().q());
    }

    @Test
    void speedIsMeasuredOnTheSameDesign() {
        TestDesigns.assumeTools(ExternalTool.VERILATOR, ExternalTool.COMPILER, ExternalTool.MAKE);
        Design design =
                RandomDesigns.design(RandomModels.model(0, RandomModels.Options.SMALL), RandomDesigns.choice(0));
        SpeedComparison speed = SpeedComparison.measure(
                design, VerilogEmitter.emit(design.shape()), TestDesigns.loadBytes(design), CACHE, 100, 10);
        assertThat(speed.cycles()).isEqualTo(design.predictedCycles());
        assertThat(speed.cycleRate()).isPositive();
        assertThat(speed.verilatorRate()).isPositive();
    }
}
