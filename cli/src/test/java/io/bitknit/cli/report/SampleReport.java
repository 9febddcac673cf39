// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.util.ArrayList;
import java.util.List;

/** A report with every part filled in, and a name of the caller's choice wherever input text can stand. */
final class SampleReport {
    private SampleReport() {}

    static Report named(String name) {
        List<Report.PhaseTime> phases = new ArrayList<>();
        String[] names = {"layer0.combine.block0", "layer0.aggregate.block0", "layer1.combine", "layer1.aggregate"};
        long[] cycles = {420, 180, 60, 140};
        long start = 40;
        for (int p = 0; p < names.length; p++) {
            List<Report.EngineTime> engines = new ArrayList<>();
            for (int e = 0; e < 4; e++) {
                long idle = 24 + 3L * e;
                long waiting = p == 2 ? 10 : 2;
                engines.add(new Report.EngineTime(
                        cycles[p] - idle - waiting, waiting, idle, List.of(1.0, 0.95, 1.0, 0.7, p == 2 ? 0.4 : 1.0)));
            }
            phases.add(new Report.PhaseTime(
                    p == 0 ? name : names[p], p % 2 == 0 ? "combine" : "aggregate", start, cycles[p], engines));
            start += cycles[p];
        }
        return new Report(
                Report.FORMAT,
                Report.VERSION,
                new Report.Model(
                        name,
                        2708,
                        13264,
                        1433,
                        49216,
                        7,
                        List.of(
                                new Report.Layer(name, 1433, 16, "relu", 4, 3.5, 3.5),
                                new Report.Layer("conv2", 16, 7, "none", 4, 3.5, 8)),
                        "a03f",
                        List.of(new Report.Fact("framework", name), new Report.Fact("seed", "7"))),
                new Report.Accuracy(1000, 0.817, 0.82, 0.805),
                new Report.Bits(1, 3.5, 2.31, 9_200_000, 610_000),
                new Report.Dataflow(
                        List.of(
                                new Report.Box("data", name, "[2708, 1433], 49216 entries of 1 bit"),
                                new Report.Box("data", "W1", "[1433, 16], 4 bits"),
                                new Report.Box("combine", "conv1.sum", "49216 terms"),
                                new Report.Box("requantize", "conv1.combined", "[2708, 16], signed, 4 bits"),
                                new Report.Box("aggregate", "conv1.neighbours", "13264 terms"),
                                new Report.Box("requantize", "conv1.aggregated", "[2708, 16], unsigned, 4 bits"),
                                new Report.Box("data", "W2", "[16, 7], 4 bits"),
                                new Report.Box("combine", "conv2.product", "43328 rows"),
                                new Report.Box("requantize", "scores", "[2708, 7], signed, 8 bits")),
                        List.of(
                                new Report.Edge(0, 2),
                                new Report.Edge(1, 2),
                                new Report.Edge(2, 3),
                                new Report.Edge(3, 4),
                                new Report.Edge(4, 5),
                                new Report.Edge(5, 7),
                                new Report.Edge(6, 7),
                                new Report.Edge(7, 8),
                                new Report.Edge(3, 7))),
                new Report.Schedule(start, 40, 4, phases),
                new Report.Board(
                        "ulx3s-85f",
                        name,
                        100,
                        "measured of engines of this kind",
                        10.5,
                        false,
                        List.of(
                                new Report.Use("LUT", 31000, 83640, 0.7),
                                new Report.Use("FF", 14000, 83640, 0.5),
                                new Report.Use("RAM, kbit", 3500, 3744, 0.8),
                                new Report.Use("DSP", 0, 0, 0.8))),
                List.of(
                        new Report.PhaseBound(
                                "layer0.combine",
                                "combine",
                                420,
                                390,
                                "bank reads",
                                List.of(new Report.Limit("bank reads", 390), new Report.Limit(name, 120)),
                                List.of(new Report.Loss("fill and drain", 20), new Report.Loss(name, 10))),
                        new Report.PhaseBound(
                                "layer0.aggregate", "aggregate", 180, 150, "requantizers", List.of(), List.of())),
                List.of(new Report.UnitUse("gather_lanes", 4, 12000, 8000, 0, 0)),
                name,
                List.of(
                        new Report.ShapeChoice(
                                2, 24, 32, 2, 4, 2, 840, true, 8.4, 31000, 14000, 195, 0, true, name, List.of()),
                        new Report.ShapeChoice(
                                8,
                                64,
                                32,
                                2,
                                4,
                                2,
                                500,
                                false,
                                5,
                                70000,
                                20000,
                                390,
                                0,
                                false,
                                "needs more",
                                List.of(new Report.Excess("LUT", 70000, 58548), new Report.Excess("DSP", 4, 0)))),
                List.of(new Report.OrderChoice(name, "A(XW)", 600, 2400, "fewer cycles")),
                List.of(new Report.Stage("schedule", 0.25, 120)),
                new Report.Agreement(
                        false,
                        3,
                        start,
                        List.of(
                                new Report.EngineResult("reference", null, null, 0, 0.01),
                                new Report.EngineResult("cycle", start, 7000L, 0, 0.01)),
                        name),
                new Report.Build(name, 5100L, 5295, 4000L, 4014, 16, 0, 7139L, 7680L, 71.0, 135_100L));
    }
}
