// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.aware;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Independent pieces of work on several threads; results in the order of the work. */
public final class Workers {
    private Workers() {}

    /** Results for {@code from} up to and without {@code to}, in their order. */
    public static <T> List<T> range(int from, int to, IntFunction<T> piece, int threads) {
        return run(
                IntStream.range(from, to)
                        .mapToObj(i -> (Callable<T>) () -> piece.apply(i))
                        .toList(),
                threads);
    }

    /** Runs everything; the first failure in the order of the work is thrown. */
    public static <T> List<T> run(List<? extends Callable<T>> work, int threads) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(threads, work.size())), task -> {
            Thread thread = new Thread(task, "worker");
            // An interrupted command ends without waiting for the work of the others.
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> piece : work) {
                futures.add(pool.submit(piece));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("quantizer: interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("quantizer: a worker failed", e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
