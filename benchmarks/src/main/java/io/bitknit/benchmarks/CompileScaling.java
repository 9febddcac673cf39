// SPDX-License-Identifier: Apache-2.0
package io.bitknit.benchmarks;

import io.bitknit.compiler.Lowering;
import io.bitknit.compiler.design.Design;
import io.bitknit.compiler.program.HostScript;
import io.bitknit.compiler.schedule.Effort;
import io.bitknit.compiler.schedule.Scheduler;
import io.bitknit.compiler.schedule.ShapeChoice;
import io.bitknit.compiler.schedule.Workload;
import io.bitknit.model.QuantizedModel;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Time per stage of the compiler and peak memory, on generated graphs of growing size. */
final class CompileScaling {
    /** Edges of the smallest graph; each is ten times the one before. */
    static final int SMALLEST = 10_000;

    private static final long SEED = 2026;
    private static final int BITS = 4;

    /** Moves per node for the table that shows how time grows. */
    private static final Effort SAME = new Effort(20);

    /** Edges of the largest graph unless the user says otherwise. */
    private static final long LARGEST = 10_000_000;

    private CompileScaling() {}

    static String text(long largestEdges) {
        ResultFile page = new ResultFile(
                "Compile time against graph size",
                "./bitknit benchmark compile-scaling" + (largestEdges == LARGEST ? "" : " --edges " + largestEdges),
                "Two-layer model with 8 hidden features of 4 bits and 4 classes on a generated graph with hubs, 10 "
                        + "edges per node, seed " + SEED
                        + "; one engine of 16 ports, 16 lanes, teams of 4. Peak heap is the sum over the pools of "
                        + "Java's heap, generated model included; the heap is limited to "
                        + (Runtime.getRuntime().maxMemory() >> 20) + " MiB. The images are all bytes that the host "
                        + "sends.");
        // The first runs pay for loading and compiling Java's classes; they are not shown.
        measure(SMALLEST, Effort.AUTOMATIC);
        measure(SMALLEST, SAME);
        return page.line("**The same effort for every graph**, " + SAME.movesPerNode() + " moves per node in the "
                        + "search for places (`--effort " + SAME.movesPerNode()
                        + "`): time per edge is about the same.")
                .table(rows(largestEdges, SAME))
                .line("**Automatic effort**, the default: more moves per node on small graphs, where they cost little, "
                        + "and fewer on large ones.")
                .table(rows(largestEdges, Effort.AUTOMATIC))
                .machine()
                .text();
    }

    private static List<List<String>> rows(long largestEdges, Effort effort) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "edges",
                "lower, ms",
                "schedule, ms",
                "images, ms",
                "together, ms",
                "ns per edge",
                "images, MiB",
                "peak heap, MiB"));
        for (long edges = SMALLEST; edges <= largestEdges; edges *= 10) {
            rows.add(measure((int) edges, effort));
        }
        return rows;
    }

    private static List<String> measure(int edges, Effort effort) {
        System.gc();
        List<MemoryPoolMXBean> pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
        pools.forEach(MemoryPoolMXBean::resetPeakUsage);
        progress(edges, "generating");
        QuantizedModel model = GeneratedModel.of(edges, BITS, SEED);
        progress(edges, "lowering");
        long start = System.nanoTime();
        Workload work = new Lowering(model).workload("generated");
        long lowered = System.nanoTime();
        progress(edges, "scheduling");
        Design design = Scheduler.schedule(work, ShapeChoice.of(1, 16, 16, 4, 2, 2), effort);
        long scheduled = System.nanoTime();
        progress(edges, "packing images");
        long bytes = HostScript.of(design).sections().stream()
                .mapToLong(section -> section.bytes().length)
                .sum();
        long end = System.nanoTime();
        if (design.predictedCycles() <= 0) {
            throw new IllegalStateException("compile scaling: the design takes no cycles");
        }
        long peak =
                pools.stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        return List.of(
                String.format(Locale.ROOT, "%,d", edges),
                PtqTable.decimal((lowered - start) / 1e6, 1),
                PtqTable.decimal((scheduled - lowered) / 1e6, 1),
                PtqTable.decimal((end - scheduled) / 1e6, 1),
                PtqTable.decimal((end - start) / 1e6, 1),
                PtqTable.decimal((double) (end - start) / edges, 0),
                PtqTable.decimal(bytes / 1048576.0, 1),
                PtqTable.decimal(peak / 1048576.0, 0));
    }

    /** Large graphs take a while; the table comes at the end. */
    private static void progress(int edges, String stage) {
        System.err.printf(Locale.ROOT, "compile-scaling: %,d edges, %s%n", edges, stage);
    }
}
