// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.compiler.design.Phase;
import io.bitknit.compiler.design.PhaseConfig;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.model.QuantizedModel;
import io.bitknit.sim.RandomDesigns;
import io.bitknit.sim.RandomModels;
import io.bitknit.sim.TestDesigns;
import io.bitknit.sim.cosim.ExternalTool;
import io.bitknit.sim.cycle.CycleSimulator;
import io.bitknit.sim.reference.ReferenceInterpreter;
import io.bitknit.sim.reference.ReferenceTensor;
import io.bitknit.sim.trace.TraceSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged designs and damaged Verilog are found, and located. A comparison that cannot fail would prove nothing. */
class DamageTest {
    private static final Set<Engine> JAVA = EnumSet.of(Engine.REFERENCE, Engine.CYCLE, Engine.TRACE);

    private final QuantizedModel model = livelyModel();
    private final Design design =
            RandomDesigns.design(model, new ShapeChoice(2, 4, 8, 1, 2, 1, 2, 1, true, Multiplier.DSP, 0));

    private static List<List<Integer>> ring(int nodes) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int v = 0; v < nodes; v++) {
            rows.add(List.of(v, (v + 1) % nodes, (v + 5) % nodes).stream()
                    .sorted()
                    .toList());
        }
        return rows;
    }

    /** Two layers, and values that are neither all zero nor all at the end of their range. */
    private static QuantizedModel livelyModel() {
        for (long seed = 0; ; seed++) {
            QuantizedModel model = RandomModels.model(
                    seed, RandomModels.adjacency(ring(14)), new RandomModels.Options(0, 8, 4, 2, 4, 3));
            if (model.layers().size() == 2
                    && model.layers().get(0).weights().outputs() > 3
                    && ReferenceInterpreter.run(model).layers().stream()
                            .allMatch(layer -> distinct(layer.combined()) > 6 && distinct(layer.aggregated()) > 5)) {
                return model;
            }
        }
    }

    private static long distinct(ReferenceTensor tensor) {
        return Arrays.stream(tensor.q()).distinct().count();
    }

    private Design with(List<EngineImage> images, List<Phase> phases, long[] corrections, byte[] weightRows) {
        return new Design(
                design.name(),
                design.digest(),
                design.shape(),
                design.tensors(),
                phases,
                images,
                design.multipliers(),
                corrections,
                weightRows,
                design.denseWeights(),
                design.predictedCycles());
    }

    private VerifyReport verify(Design damaged, Path waves) {
        return CrossCheck.verify(TestDesigns.input(damaged, model, JAVA, 1, waves), (stage, done, total) -> {});
    }

    private Design withProgramEntry(int index, int entry) {
        int[] program = design.engineImages().get(0).program().clone();
        program[index] = entry;
        EngineImage image = design.engineImages().get(0);
        List<EngineImage> images = new ArrayList<>(design.engineImages());
        images.set(0, new EngineImage(program, image.runs(), image.descriptors()));
        return with(images, design.phases(), design.corrections(), design.weightRows());
    }

    @Test
    void theUndamagedDesignIsEqual() {
        assertThat(verify(design, null).firstDifference()).isNull();
    }

    @Test
    void aFlippedProgramEntryIsFoundAndBothSimulatorsAgreeOnTheDamage() {
        int[] program = design.engineImages().get(0).program();
        int found = 0;
        int tried = 0;
        for (int i = 0; i < program.length; i++) {
            if (EngineImage.entrySlot(program[i]) >= design.shape().slots()) {
                continue;
            }
            for (int flip : new int[] {1, 2, 4, 1 << 24}) {
                if (!staysInItsTensor(program[i] ^ flip)) {
                    continue;
                }
                Design damaged = withProgramEntry(i, program[i] ^ flip);
                tried++;
                var fast = CycleSimulator.run(damaged);
                var trace = TraceSimulator.run(damaged, 2 * design.predictedCycles());
                assertThat(fast.events().firstDifference(trace.events()))
                        .as("entry %d, flip %x: fast and trace", i, flip)
                        .isEqualTo(-1);
                Difference difference = verify(damaged, null).firstDifference();
                if (difference != null) {
                    found++;
                    assertThat(difference.layer()).isNotEmpty();
                    assertThat(difference.tensor()).isNotEmpty();
                }
            }
        }
        // Some damage does no harm: the other row may hold the same bits, or what differs is rounded away.
        assertThat(tried).isGreaterThan(50);
        assertThat(found).isGreaterThan(tried / 2);
    }

    /** Behind the tensor lies what the same phase writes, and only the trace simulator knows when. */
    private boolean staysInItsTensor(int entry) {
        int words = design.tensors().stream()
                .mapToInt(t -> t.blockStrideWords())
                .min()
                .orElseThrow();
        return EngineImage.entryBase(entry) + 8 <= words || EngineImage.entryBase(entry) < words / 2;
    }

    @Test
    void aWrongCorrectionIsLocatedAtTheNodesThatUseIt(@TempDir Path waves) throws Exception {
        long[] corrections = design.corrections().clone();
        corrections[0] ^= 1L << design.shape().accumulatorBits() - 3;
        VerifyReport report =
                verify(with(design.engineImages(), design.phases(), corrections, design.weightRows()), waves);
        assertThat(report.equal()).isFalse();
        Difference difference = report.firstDifference();
        assertThat(difference.kind()).isEqualTo(Difference.Kind.VALUE);
        assertThat(difference.expectedBy()).isEqualTo("reference");
        assertThat(difference.actualBy()).isEqualTo("cycle");
        assertThat(difference.layer()).isEqualTo("layer0");
        assertThat(difference.node()).isBetween(0, 13);
        assertThat(difference.feature()).isGreaterThanOrEqualTo(0);
        assertThat(difference.bitPlane()).isGreaterThanOrEqualTo(0);
        assertThat(difference.cycle()).isPositive();
        assertThat(difference.describe()).contains("layer0").contains("node").contains("reference has value");
        assertThat(report.waveforms()).hasSize(1);
        assertThat(Files.readString(report.waveforms().get(0)))
                .contains("$enddefinitions")
                .contains("#" + difference.cycle() * 10);
        assertThat(report.toMap()).containsEntry("equal", false).containsKey("firstDifference");
    }

    @Test
    void aWrongBiasIsLocatedAtItsFeature() {
        int found = 0;
        for (Phase phase : design.phases()) {
            for (int lane = 0; lane < 4; lane++) {
                Difference difference = verify(withBias(phase, lane), null).firstDifference();
                if (difference != null) {
                    found++;
                    assertThat(difference.feature() % design.shape().lanes()).isEqualTo(lane);
                    assertThat(difference.cycle()).isGreaterThan(phase.startCycle());
                    assertThat(difference.tensor())
                            .isEqualTo(design.tensors().get(phase.output()).name());
                }
            }
        }
        // Some values are at the end of their range whatever the bias.
        assertThat(found).isGreaterThan(6);
    }

    private Design withBias(Phase phase, int lane) {
        PhaseConfig c = phase.config();
        List<Integer> bias = new ArrayList<>(c.bias());
        int largest = (1 << design.shape().biasBits() - 1) - 1;
        bias.set(lane, bias.get(lane) > 0 ? -largest : largest);
        List<Phase> phases = new ArrayList<>(design.phases());
        phases.set(
                phase.index(),
                new Phase(
                        phase.index(),
                        phase.name(),
                        phase.layer(),
                        phase.part(),
                        phase.input(),
                        phase.output(),
                        phase.outputBlock(),
                        new PhaseConfig(
                                c.dense(),
                                c.inputFold2(),
                                c.outputFold2(),
                                c.local(),
                                c.topLevel(),
                                c.drainCycles(),
                                c.readOffsetWords(),
                                c.blockStrideWords(),
                                c.denseWeightBase(),
                                c.writeBaseWords(),
                                c.inputClasses(),
                                c.outputClasses(),
                                bias),
                        phase.engines(),
                        phase.startCycle(),
                        phase.cycles()));
        return with(design.engineImages(), phases, design.corrections(), design.weightRows());
    }

    @Test
    void aPredictionThatIsOffByOneIsFound() {
        Design late = new Design(
                design.name(),
                design.digest(),
                design.shape(),
                design.tensors(),
                design.phases(),
                design.engineImages(),
                design.multipliers(),
                design.corrections(),
                design.weightRows(),
                design.denseWeights(),
                design.predictedCycles() + 1);
        Difference difference = verify(late, null).firstDifference();
        assertThat(difference.kind()).isEqualTo(Difference.Kind.CYCLES);
        assertThat(difference.describe())
                .contains(design.predictedCycles() + 1 + " cycles")
                .contains(design.predictedCycles() + " cycles");
    }

    @Test
    void damagedVerilogIsLocatedAndItsWaveformWritten(@TempDir Path waves) throws Exception {
        TestDesigns.assumeTools(ExternalTool.IVERILOG, ExternalTool.VVP);
        Map<String, String> verilog = new LinkedHashMap<>(VerilogEmitter.emit(design.shape()));
        String damaged =
                verilog.get("bitknit_requantizer.v").replace("code <= code_next;", "code <= code_next | 8'd1;");
        assertThat(verilog.put("bitknit_requantizer.v", damaged)).isNotEqualTo(damaged);
        VerifyInput input =
                TestDesigns.input(design, model, EnumSet.of(Engine.REFERENCE, Engine.CYCLE, Engine.ICARUS), 1, waves);
        VerifyReport report = CrossCheck.verify(
                new VerifyInput(
                        design, model, verilog, input.loadBytes(), input.engines(), 1, input.cacheFolder(), waves),
                (stage, done, total) -> {});
        Difference difference = report.firstDifference();
        assertThat(difference).isNotNull();
        assertThat(difference.kind()).isEqualTo(Difference.Kind.EVENT);
        assertThat(difference.expectedBy()).isEqualTo("cycle");
        assertThat(difference.actualBy()).isEqualTo("icarus");
        assertThat(difference.bitPlane()).isZero();
        assertThat(difference.node()).isGreaterThanOrEqualTo(0);
        assertThat(report.waveforms()).hasSize(2);
        assertThat(Files.readString(report.waveforms().get(1)))
                .contains("$enddefinitions")
                .contains("trace_data");
    }

    @Test
    void hardwareThatNeverFinishesIsReported() {
        TestDesigns.assumeTools(ExternalTool.IVERILOG, ExternalTool.VVP);
        Map<String, String> verilog = new LinkedHashMap<>(VerilogEmitter.emit(design.shape()));
        String text = verilog.get("bitknit_phase_controller.v");
        String damaged = text.replace("done <= finish;", "done <= 1'b0 & finish;");
        assertThat(damaged).isNotEqualTo(text);
        verilog.put("bitknit_phase_controller.v", damaged);
        VerifyInput input = TestDesigns.input(design, model, EnumSet.of(Engine.CYCLE, Engine.ICARUS), 1, null);
        VerifyReport report = CrossCheck.verify(
                new VerifyInput(
                        design, model, verilog, input.loadBytes(), input.engines(), 1, input.cacheFolder(), null),
                (stage, done, total) -> {});
        assertThat(report.firstDifference().kind()).isEqualTo(Difference.Kind.HANG);
        assertThat(report.firstDifference().describe()).contains("clock cycles");
    }
}
