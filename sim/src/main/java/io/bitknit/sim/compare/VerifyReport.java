// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.compare;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Result of a comparison.
 *
 * @param equal whether all engines agree in everything
 * @param engines per engine, in the order of running
 * @param predictedCycles what the compiler predicts
 * @param accuracyFloat test accuracy of the float model, 0..1
 * @param accuracyHardware test accuracy of the scores of the last engine that was run, 0..1
 * @param firstDifference null if there is none
 * @param waveforms files that show the surroundings of the difference
 */
public record VerifyReport(
        boolean equal,
        Map<String, EngineReport> engines,
        long predictedCycles,
        double accuracyFloat,
        double accuracyHardware,
        @Nullable Difference firstDifference,
        List<Path> waveforms) {

    /**
     * One engine.
     *
     * @param cycles of the run command; -1 if the engine has none
     * @param events number of bank writes; -1 if the engine has none
     * @param runs number of runs with different seeds
     * @param buildSeconds wall time of compiling, 0 if there is nothing to compile
     * @param simSeconds wall time of the run command alone, mean over the runs
     * @param sessionSeconds wall time of a whole session, loading and reading included, mean over the runs
     */
    public record EngineReport(
            long cycles, long events, int runs, double buildSeconds, double simSeconds, double sessionSeconds) {}

    public VerifyReport {
        engines = Collections.unmodifiableMap(new LinkedHashMap<>(engines));
        waveforms = List.copyOf(waveforms);
    }

    /** For {@code verify.json}, keys in a fixed order. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("equal", equal);
        Map<String, Object> list = new LinkedHashMap<>();
        engines.forEach((name, engine) -> {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("cycles", engine.cycles() < 0 ? null : engine.cycles());
            entry.put("events", engine.events() < 0 ? null : engine.events());
            entry.put("runs", engine.runs());
            entry.put("buildSeconds", engine.buildSeconds());
            entry.put("simSeconds", engine.simSeconds());
            entry.put("sessionSeconds", engine.sessionSeconds());
            list.put(name, entry);
        });
        map.put("engines", list);
        map.put("predictedCycles", predictedCycles);
        map.put("accuracyFloat", accuracyFloat);
        map.put("accuracyHardware", accuracyHardware);
        map.put("firstDifference", firstDifference == null ? null : firstDifference.toMap());
        map.put(
                "waveforms",
                waveforms.stream().map(path -> path.getFileName().toString()).toList());
        return map;
    }
}
