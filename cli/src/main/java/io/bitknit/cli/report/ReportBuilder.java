// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import io.bitknit.boards.Board;
import io.bitknit.compiler.DesignFile;
import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.graph.Graph;
import io.bitknit.compiler.pass.Dumper;
import io.bitknit.compiler.program.HostScript;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.hdl.VerilogEmitter;
import io.bitknit.model.QuantizedModel;
import io.bitknit.sim.compare.VerifyReport;
import io.bitknit.sim.cycle.CycleSimulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Collects what the report says from a design's folder and from the modules that know more about it. */
public final class ReportBuilder {
    private ReportBuilder() {}

    /**
     * @param estimate text of {@code estimate.json}
     * @param board null if it is not known here
     * @param javaEngines comparison of the reference with the cycle simulator
     * @param verified result of {@code verify}; null if there is none, then that of the Java engines is shown
     * @param withTimes whether stages are run again and measured; without, the same design gives the same report
     * @param oneScaleAccuracy accuracy with one scale per tensor; null if unknown
     * @param folder the design's folder, in which it may have been built
     */
    public static Report build(
            DesignFile.Content content,
            String estimate,
            @Nullable Board board,
            VerifyReport javaEngines,
            Report.@Nullable Agreement verified,
            boolean withTimes,
            @Nullable Double oneScaleAccuracy,
            Path folder) {
        QuantizedModel model = content.model();
        Design design = content.design();
        JsonMapper mapper = JsonMapper.shared();
        JsonNode search = DesignDocument.read("search.json", content.documents().getOrDefault("search.json", "{}"));
        CostFacts costs = new CostFacts(mapper.readTree(estimate), search);
        Lowering lowering = Lowering.of(model, design);
        Graph graph = lowering.graph(Dumper.NONE);
        return new Report(
                Report.FORMAT,
                Report.VERSION,
                ModelFacts.model(model, design.digest()),
                new Report.Accuracy(
                        model.evaluation().test().length,
                        javaEngines.accuracyFloat(),
                        javaEngines.accuracyHardware(),
                        oneScaleAccuracy),
                ModelFacts.bits(model),
                DataflowFacts.of(graph, model.input()),
                ScheduleFacts.of(design),
                costs.board(board),
                costs.roofline(design),
                costs.units(),
                costs.unitSource(),
                costs.shapes(),
                CostFacts.orders(model, lowering.decisions()),
                withTimes ? stages(lowering, design) : List.of(),
                verified != null ? verified : agreement(javaEngines, withTimes),
                BuildFacts.of(folder, costs.units()));
    }

    private static Report.Agreement agreement(VerifyReport result, boolean withTimes) {
        List<Report.EngineResult> engines = new ArrayList<>();
        result.engines()
                .forEach((name, engine) -> engines.add(new Report.EngineResult(
                        name,
                        engine.cycles() < 0 ? null : engine.cycles(),
                        engine.events() < 0 ? null : engine.events(),
                        engine.buildSeconds(),
                        withTimes ? engine.simSeconds() : 0)));
        String difference = result.firstDifference() == null
                ? null
                : result.firstDifference().describe();
        return new Report.Agreement(result.equal(), 0, result.predictedCycles(), engines, difference);
    }

    /** Runs the compiler's stages again for the size that the design has. */
    private static List<Report.Stage> stages(Lowering lowering, Design design) {
        StageTimer timer = new StageTimer();
        Graph graph = timer.time("lower to the graph, all passes", () -> lowering.graph(Dumper.NONE));
        if (graph.ops().isEmpty()) {
            throw new IllegalStateException("report: the lowered graph is empty");
        }
        Workload work = timer.time("lower and bind to units", () -> lowering.workload(design.digest()));
        Design again = timer.time("place, form teams, schedule", () -> Scheduler.schedule(work, size(design.shape())));
        timer.time("emit Verilog", () -> VerilogEmitter.emit(again.shape()));
        timer.time(
                "pack memory images and host bytes", () -> HostScript.of(again).toBytes());
        CycleSimulator simulator = timer.time("prepare the cycle simulator", () -> CycleSimulator.prepare(again));
        timer.time("simulate every value and event", simulator::run);
        return timer.stages();
    }

    private static ShapeChoice size(AcceleratorShape shape) {
        return new ShapeChoice(
                shape.engines(),
                shape.ports(),
                shape.lanes(),
                shape.planes(),
                shape.slots(),
                shape.requantGroups(),
                Math.max(1, shape.denseUnits()),
                shape.densePlanes(),
                shape.lanes() % 2 == 0,
                shape.multiplier(),
                0);
    }
}
