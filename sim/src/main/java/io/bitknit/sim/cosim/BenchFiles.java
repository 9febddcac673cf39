// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import io.bitknit.sim.event.EventLog;
import io.bitknit.sim.event.EventLogBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files that benches read and write in the folder of a run. */
final class BenchFiles {
    private final Path folder;
    private String problem = "";

    BenchFiles(Path folder) {
        this.folder = folder;
    }

    static String resource(String name) {
        try (InputStream in = BenchFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("resource '" + name + "' is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writeInput(HostSession session) {
        try {
            Files.write(folder.resolve("input.bin"), session.input());
            for (Map.Entry<String, String> memory : session.preload().entrySet()) {
                Files.writeString(folder.resolve(memory.getKey() + ".hex"), memory.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RtlRun read(HostSession session, int slots, double processSeconds, boolean wave) {
        Map<String, Double> summary = summary();
        byte[] answer = answer(session.answerBytes());
        EventLog events = events(slots);
        Path waveFile = folder.resolve("wave.vcd");
        return new RtlRun(
                answer.length == session.answerBytes(),
                problem,
                summary.getOrDefault("cycles", -1.0).longValue(),
                summary.getOrDefault("clocks", -1.0).longValue(),
                summary.getOrDefault("sent", -1.0).longValue(),
                answer,
                events,
                summary.getOrDefault("session_seconds", processSeconds),
                summary.containsKey("run_seconds") ? summary.get("run_seconds") : markedSeconds(),
                summary.getOrDefault("repeats", 0.0).longValue(),
                summary.getOrDefault("repeat_seconds", 0.0),
                wave && Files.exists(waveFile) ? waveFile : null);
    }

    private Map<String, Double> summary() {
        Map<String, Double> values = new HashMap<>();
        for (String line : lines("summary.txt")) {
            String[] parts = line.split(" ");
            try {
                values.put(parts[0], Double.parseDouble(parts[1]));
            } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                problem = "summary line '" + line + "' is not a number";
            }
        }
        return values;
    }

    private byte[] answer(int expected) {
        byte[] answer = new byte[expected];
        int count = 0;
        for (String line : lines("answer.txt")) {
            try {
                answer[count] = (byte) Integer.parseInt(line, 16);
                count++;
            } catch (NumberFormatException e) {
                problem = "answer byte " + count + " is '" + line + "': an unknown value reached the host";
                break;
            }
        }
        return Arrays.copyOf(answer, count);
    }

    private EventLog events(int slots) {
        EventLogBuilder events = new EventLogBuilder(slots);
        Path file = folder.resolve("events.txt");
        if (!Files.exists(file)) {
            return events.build();
        }
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            String line;
            while ((line = reader.readLine()) != null) {
                String[] f = line.split(" ");
                try {
                    events.add(
                            Integer.parseInt(f[0]),
                            Integer.parseInt(f[1]),
                            Integer.parseInt(f[2]),
                            f[3].equals("1"),
                            Integer.parseInt(f[4]),
                            Integer.parseInt(f[5]),
                            Long.parseUnsignedLong(f[6], 16));
                } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
                    problem = "bank write " + events.count() + " is '" + line + "': an unknown value was written";
                    break;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events.build();
    }

    /** Time between the two empty files that mark the run command, for benches that cannot read a clock. */
    private double markedSeconds() {
        try {
            Path begin = folder.resolve("run.begin");
            Path end = folder.resolve("run.end");
            if (!Files.exists(begin) || !Files.exists(end)) {
                return 0;
            }
            return (Files.getLastModifiedTime(end).to(java.util.concurrent.TimeUnit.NANOSECONDS)
                            - Files.getLastModifiedTime(begin).to(java.util.concurrent.TimeUnit.NANOSECONDS))
                    / 1e9;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
