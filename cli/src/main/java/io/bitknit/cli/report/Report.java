// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content of a report. The components are the members of {@code report.json}, in this order; what was not measured is
 * null or an empty list and the page says so.
 *
 * @param format {@link #FORMAT}
 * @param version version of the layout of {@code report.json}
 * @param model what was compiled
 * @param accuracy share of test nodes that are classified as labelled
 * @param bits mean widths in three countings, and memory
 * @param dataflow the lowered graph
 * @param schedule phases over time
 * @param board budget and use
 * @param roofline bounds per phase
 * @param units resources per unit
 * @param unitSource where the formulas of the resources come from
 * @param shapes shapes that were considered, the chosen one marked
 * @param orders order of combination and aggregation per layer
 * @param stages time and memory of each stage of the compiler; empty in a report that must be reproducible
 * @param agreement comparison of the engines; null if none was given
 * @param build what synthesis, place and route have reported; null if nothing was built
 */
public record Report(
        String format,
        int version,
        Model model,
        Accuracy accuracy,
        Bits bits,
        Dataflow dataflow,
        Schedule schedule,
        Board board,
        List<PhaseBound> roofline,
        List<UnitUse> units,
        String unitSource,
        List<ShapeChoice> shapes,
        List<OrderChoice> orders,
        List<Stage> stages,
        @Nullable Agreement agreement,
        @Nullable Build build) {
    /** Marks the file as ours. */
    public static final String FORMAT = "bitknit-report";

    /** Layout that this code writes. */
    public static final int VERSION = 1;

    public Report {
        roofline = List.copyOf(roofline);
        units = List.copyOf(units);
        shapes = List.copyOf(shapes);
        orders = List.copyOf(orders);
        stages = List.copyOf(stages);
    }

    /**
     * What the tools made of the design and its shell.
     *
     * @param synthesizer name and version
     * @param predictedLuts contracts of the accelerator and of its board's shell
     * @param luts look-up tables, those of carry chains included
     * @param predictedFfs as of the tables
     * @param ffs flip-flops
     * @param rams block RAMs
     * @param dsps hard multipliers
     * @param logicCells placed logic cells, a table and a flip-flop each; null if nothing was placed or there are none
     * @param logicCellsAvailable logic cells of the device
     * @param achievedMhz clock that was reached; null if nothing was routed
     * @param bitstreamBytes size of the bitstream; null if there is none
     */
    public record Build(
            String synthesizer,
            long predictedLuts,
            long luts,
            long predictedFfs,
            long ffs,
            long rams,
            long dsps,
            @Nullable Long logicCells,
            @Nullable Long logicCellsAvailable,
            @Nullable Double achievedMhz,
            @Nullable Long bitstreamBytes) {}

    /**
     * @param edges terms of an aggregation, self-loops of the convolution included
     * @param inputEntries stored entries of the sparse input
     * @param digest of the design
     * @param provenance key and value, in the model file's order
     */
    public record Model(
            String name,
            int nodes,
            int edges,
            int inputFeatures,
            int inputEntries,
            int classes,
            List<Layer> layers,
            String digest,
            List<Fact> provenance) {
        public Model {
            layers = List.copyOf(layers);
            provenance = List.copyOf(provenance);
        }
    }

    /** A layer; mean widths in bits per element. */
    public record Layer(
            String name,
            int inputs,
            int outputs,
            String activation,
            int weightBits,
            double combinedMeanBits,
            double aggregatedMeanBits) {}

    /** Something named, in words. */
    public record Fact(String name, String value) {}

    /**
     * Each 0..1.
     *
     * @param testNodes nodes that are counted
     * @param floatModel the model as trained
     * @param hardware the integers that the hardware computes
     * @param hardwareWithoutExponents the same widths with one scale per tensor; null if not computed
     */
    public record Accuracy(
            int testNodes,
            double floatModel,
            double hardware,
            @Nullable Double hardwareWithoutExponents) {}

    /**
     * Mean widths in bits per element, and memory of features and weights in bits.
     *
     * @param input stored input features
     * @param hidden hidden features
     * @param all input, hidden features, scores and weights
     */
    public record Bits(double input, double hidden, double all, long memoryBeforeBits, long memoryAfterBits) {}

    /** The lowered graph. Edges name boxes by their position. */
    public record Dataflow(List<Box> boxes, List<Edge> edges) {
        public Dataflow {
            boxes = List.copyOf(boxes);
            edges = List.copyOf(edges);
        }
    }

    /**
     * @param kind {@code data}, {@code combine}, {@code aggregate} or {@code requantize}
     * @param name of the operation or value
     * @param detail shape and widths, one line
     */
    public record Box(String kind, String name, String detail) {}

    /** Data flow from one box to another, both by position. */
    public record Edge(int from, int to) {}

    /**
     * @param predictedCycles from the run command to done
     * @param setupCycles before the first phase
     */
    public record Schedule(long predictedCycles, long setupCycles, int engines, List<PhaseTime> phases) {
        public Schedule {
            phases = List.copyOf(phases);
        }
    }

    /**
     * @param kind {@code combine} or {@code aggregate}
     * @param engines one per engine
     */
    public record PhaseTime(String name, String kind, long startCycle, long cycles, List<EngineTime> engines) {
        public PhaseTime {
            engines = List.copyOf(engines);
        }
    }

    /**
     * Cycles of one engine in one phase; the three sum to the phase's cycles.
     *
     * @param running steps that accumulate
     * @param waiting steps that wait for the requantizers
     * @param idle before the first and after the last step
     * @param activity share of running steps in equal parts of the engine's steps, 0..1
     */
    public record EngineTime(long running, long waiting, long idle, List<Double> activity) {
        public EngineTime {
            activity = List.copyOf(activity);
        }
    }

    /**
     * @param fits whether every use is within its usable limit
     * @param uses one per resource
     */
    public record Board(
            String name,
            String device,
            double clockMhz,
            String clockSource,
            double latencyMicros,
            boolean fits,
            List<Use> uses) {
        public Board {
            uses = List.copyOf(uses);
        }
    }

    /**
     * @param resource with its unit, for example {@code LUT}
     * @param limit usable share of the capacity, 0..1
     */
    public record Use(String resource, double used, double capacity, double limit) {}

    /**
     * @param bound what the roofline of this phase is limited by: the limit with the most cycles
     * @param limits cycles that each part of the hardware would take if it alone were slow
     * @param losses where the cycles above the reading of operands go; a part of them is within the roofline if
     *     something else than reading binds
     */
    public record PhaseBound(
            String name,
            String kind,
            long cycles,
            double rooflineCycles,
            String bound,
            List<Limit> limits,
            List<Loss> losses) {
        public PhaseBound {
            limits = List.copyOf(limits);
            losses = List.copyOf(losses);
        }

        /** Cycles that reading the operands takes at least: what the losses are counted from. */
        public double readCycles() {
            return cycles - losses.stream().mapToDouble(Loss::cycles).sum();
        }

        /** Share of the roofline that is reached, 0..1. */
        public double fraction() {
            return cycles == 0 ? 1 : rooflineCycles / cycles;
        }
    }

    /** Cycles that one part of the hardware takes at least for a phase. */
    public record Limit(String name, double cycles) {}

    /** Cycles above the reading of operands and their cause. */
    public record Loss(String cause, double cycles) {}

    /** Resources of one kind of unit. */
    public record UnitUse(String unit, int count, long lut, long ff, double bramKbit, long dsp) {}

    /**
     * @param planes bit planes of a feature in a bank word
     * @param exact whether the cycles are those of a schedule, or an estimate
     * @param ramBlocks block RAMs
     * @param reason why it was taken or not
     * @param over resources that it needs more of than is usable
     */
    public record ShapeChoice(
            int engines,
            int ports,
            int lanes,
            int planes,
            int slots,
            int requantGroups,
            long cycles,
            boolean exact,
            double latencyMicros,
            long lut,
            long ff,
            long ramBlocks,
            long dsp,
            boolean chosen,
            String reason,
            List<Excess> over) {
        public ShapeChoice {
            over = List.copyOf(over);
        }
    }

    /** More needed than is usable, in the same unit. */
    public record Excess(String resource, double needed, double usable) {}

    /** Predicted cycles of both orders of a layer. A negative number of cycles means that it cannot be built. */
    public record OrderChoice(
            String layer, String chosen, long combineFirstCycles, long aggregateFirstCycles, String reason) {}

    /** Wall time and memory in use after a stage. */
    public record Stage(String name, double seconds, double memoryMib) {}

    /**
     * @param equal whether all engines gave the same events
     * @param seeds random initial states that were tried
     * @param firstDifference null if equal
     */
    public record Agreement(
            boolean equal,
            int seeds,
            long predictedCycles,
            List<EngineResult> engines,
            @Nullable String firstDifference) {
        public Agreement {
            engines = List.copyOf(engines);
        }
    }

    /** What one engine did; cycles and events are null for one without a clock. */
    public record EngineResult(
            String engine, @Nullable Long cycles, @Nullable Long events, double buildSeconds, double simSeconds) {}
}
