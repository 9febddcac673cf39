// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.trace;

import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.design.EngineImage;
import io.bitknit.hdl.AcceleratorShape;
import io.bitknit.sim.event.EventLog;
import io.bitknit.sim.event.EventLogBuilder;
import io.bitknit.sim.wave.SignalTree;
import io.bitknit.sim.wave.VcdWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps a design cycle by cycle from the run command to the done pulse. */
public final class TraceSimulator {
    private final Design design;
    private final PhaseController controller;
    private final List<Sequencer> sequencers = new ArrayList<>();
    private final List<RowWriter> writers = new ArrayList<>();
    private final List<ClockedUnit> units = new ArrayList<>();
    private final SignalTree signals = new SignalTree("bitknit_top");

    private int cycle;

    private TraceSimulator(Design design) {
        this.design = design;
        AcceleratorShape shape = design.shape();
        FeatureBanks banks = new FeatureBanks(design);
        controller = new PhaseController(design);
        units.add(controller);
        signals.add("cycle", 32, () -> cycle);
        controller.signals(signals.instance("controller"));
        for (int engine = 0; engine < shape.engines(); engine++) {
            addEngine(engine, banks);
        }
        controller.watch(() -> sequencers.stream().anyMatch(Sequencer::busy));
    }

    private void addEngine(int engine, FeatureBanks banks) {
        AcceleratorShape shape = design.shape();
        EngineImage image = design.engineImages().get(engine);
        Sequencer sequencer = new Sequencer(shape, controller, image);
        ReadPath readPath = new ReadPath(shape, controller, sequencer, banks, image, engine);
        Accumulators accumulators = new Accumulators(design, controller, readPath);
        Requantizers requantizers = new Requantizers(design, controller, accumulators, image);
        sequencers.add(sequencer);
        units.addAll(List.of(sequencer, readPath, accumulators, requantizers));
        SignalTree tree = signals.instance("engine" + engine);
        sequencer.signals(tree.instance("sequencer"));
        readPath.signals(tree.instance("read_path"));
        accumulators.signals(tree.instance("accumulators"));
        requantizers.signals(tree.instance("requantizers"));
        for (int slot = 0; slot < shape.slots(); slot++) {
            RowWriter writer = new RowWriter(shape, controller, requantizers, banks, engine, slot);
            writers.add(writer);
            units.add(writer);
            writer.signals(tree.instance("row_writer" + slot));
        }
    }

    /**
     * What a traced run did.
     *
     * @param cycles from the run command to the done pulse
     * @param done whether the done pulse came within the limit
     * @param events every bank write
     */
    public record TraceResult(long cycles, boolean done, EventLog events) {}

    /** Runs to the done pulse, but at most {@code limitCycles} cycles. */
    public static TraceResult run(Design design, long limitCycles) {
        return new TraceSimulator(design).run(null, 0, -1, limitCycles);
    }

    /** Runs to the end of a window of cycles and writes the waveform of the window. */
    public static TraceResult trace(Design design, long fromCycle, long toCycle, Appendable vcd) {
        TraceSimulator simulator = new TraceSimulator(design);
        return simulator.run(new VcdWriter(vcd, simulator.signals), fromCycle, toCycle, toCycle);
    }

    private TraceResult run(@Nullable VcdWriter vcd, long from, long to, long limit) {
        EventLogBuilder events = new EventLogBuilder(design.shape().slots());
        for (; ; cycle++) {
            for (RowWriter writer : writers) {
                writer.record(cycle, events);
            }
            if (vcd != null && cycle >= from && cycle <= to) {
                vcd.cycle(cycle);
            }
            if (controller.done() || cycle >= limit) {
                return new TraceResult(cycle, controller.done(), events.build());
            }
            for (ClockedUnit unit : units) {
                unit.sample();
            }
            for (RowWriter writer : writers) {
                writer.writeBanks();
            }
            for (ClockedUnit unit : units) {
                unit.commit();
            }
        }
    }
}
