// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.synthesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.hdl.AcceleratorShape.Multiplier;
import io.bitknit.hdl.SynthesisFlow;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.model.QuantizedModel;
import io.bitknit.model.diag.UserException;
import io.bitknit.sim.RandomDesigns;
import io.bitknit.sim.RandomModels;
import io.bitknit.sim.TestDesigns;
import io.bitknit.sim.compare.CrossCheck;
import io.bitknit.sim.compare.Engine;
import io.bitknit.sim.compare.VerifyReport;
import io.bitknit.sim.cosim.ExternalTool;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The cells that synthesis makes do what the Verilog says: equal values and cycles. iCE40 by default;
 * {@code -Dbitknit.netlists=ice40,ecp5,xilinx7} for others.
 */
class NetlistTest {
    private static final QuantizedModel MODEL = RandomModels.model(3, RandomModels.Options.SMALL);

    static List<SynthesisFlow> flows() {
        Set<String> wanted = Arrays.stream(
                        System.getProperty("bitknit.netlists", "ice40").split(","))
                .collect(Collectors.toSet());
        return Arrays.stream(SynthesisFlow.values())
                .filter(flow -> wanted.contains(flow.label()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("flows")
    void cellsEqualTheReferenceAndTheCycleSimulator(SynthesisFlow flow) {
        TestDesigns.assumeTools(ExternalTool.YOSYS, ExternalTool.IVERILOG, ExternalTool.VVP);
        Engine netlist = Arrays.stream(Engine.values())
                .filter(engine -> engine.netlist().filter(flow::equals).isPresent())
                .findFirst()
                .orElseThrow();
        Design design = RandomDesigns.design(MODEL, size(Multiplier.LUT));
        VerifyReport report = CrossCheck.verify(
                TestDesigns.input(design, MODEL, EnumSet.of(Engine.REFERENCE, Engine.CYCLE, netlist), 1, null),
                (stage, done, total) -> {});
        assertThat(report.firstDifference()).isNull();
        assertThat(report.engines().get(netlist.label()).cycles()).isEqualTo(design.predictedCycles());
        assertThat(report.engines().get(netlist.label()).events()).isPositive();
    }

    @Test
    void aMultiplierWithoutModelIsNamed() {
        TestDesigns.assumeTools(ExternalTool.YOSYS, ExternalTool.IVERILOG, ExternalTool.VVP);
        Design design = RandomDesigns.design(MODEL, size(Multiplier.DSP));
        assertThatThrownBy(() -> Netlist.simulator(
                        "netlist-ecp5",
                        design.shape(),
                        VerilogEmitter.emit(design.shape()),
                        SynthesisFlow.ECP5,
                        Path.of("target", "simulators")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("S-011");
    }

    private static ShapeChoice size(Multiplier multiplier) {
        return new ShapeChoice(1, 1, 2, 1, 1, 1, 1, 1, false, multiplier, 0);
    }
}
