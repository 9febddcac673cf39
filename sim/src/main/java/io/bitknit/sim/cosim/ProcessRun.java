// SPDX-License-Identifier: Apache-2.0
package io.bitknit.sim.cosim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A finished external process.
 *
 * @param exitCode its exit code; -1 if it was ended because its time was over
 * @param output standard output and standard error, together
 * @param seconds wall time
 */
public record ProcessRun(int exitCode, String output, double seconds) {
    private static final int OUTPUT_LIMIT_BYTES = 1 << 20;

    public boolean timedOut() {
        return exitCode == -1;
    }

    /** Runs a program to its end or to the time limit; then it and everything it has started is ended. */
    public static ProcessRun run(List<String> command, Path folder, Duration limit) {
        @Nullable Path log = null;
        try {
            // A file, not a pipe: a process that writes much must not wait for us.
            log = Files.createTempFile("bitknit", ".log");
            long start = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")))
                    .redirectOutput(log.toFile())
                    .start();
            boolean ended = waitFor(process, limit);
            double seconds = (System.nanoTime() - start) / 1e9;
            return new ProcessRun(ended ? process.exitValue() : -1, head(log), seconds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(log);
        }
    }

    private static boolean waitFor(Process process, Duration limit) {
        // Whoever interrupts us must not leave a simulation running behind.
        Thread hook = new Thread(() -> end(process));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            forget(hook);
        }
        end(process);
        return false;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException stopping) {
            // The machine is already stopping, and the hook does its work.
            return;
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static String head(Path log) throws IOException {
        try (var in = Files.newInputStream(log)) {
            return new String(in.readNBytes(OUTPUT_LIMIT_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static void delete(@Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
