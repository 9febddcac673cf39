// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Measures stages one after the other: wall time, and memory that is in use when a stage is over. */
final class StageTimer {
    private static final double BYTES_PER_MIB = 1 << 20;

    private final List<Report.Stage> stages = new ArrayList<>();

    <T> T time(String name, Supplier<T> stage) {
        long start = System.nanoTime();
        T result = stage.get();
        double seconds = (System.nanoTime() - start) / 1e9;
        Runtime runtime = Runtime.getRuntime();
        stages.add(new Report.Stage(name, seconds, (runtime.totalMemory() - runtime.freeMemory()) / BYTES_PER_MIB));
        return result;
    }

    List<Report.Stage> stages() {
        return List.copyOf(stages);
    }
}
