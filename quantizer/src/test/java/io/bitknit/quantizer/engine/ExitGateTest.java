// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class ExitGateTest {
    private final ExitGate gate = new ExitGate();

    @Test
    void shuttingWaitsForTheWorkInsideAndLetsNoneBegin() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> work = CompletableFuture.supplyAsync(() -> gate.pass(() -> {
            inside.countDown();
            await(end);
            return gate.pass(() -> "nested work ends, too");
        }));
        await(inside);
        CompletableFuture<Boolean> shut = CompletableFuture.supplyAsync(gate::shut);
        assertThat(isOver(shut)).as("somebody is inside").isFalse();
        end.countDown();
        assertThat(shut.get(10, TimeUnit.SECONDS)).isTrue();
        assertThat(work.get(10, TimeUnit.SECONDS)).isEqualTo("nested work ends, too");
        CompletableFuture<Integer> late = new CompletableFuture<>();
        Thread thread = new Thread(() -> late.complete(gate.pass(() -> 1)));
        thread.setDaemon(true);
        thread.start();
        assertThat(isOver(late)).as("the gate is shut").isFalse();
    }

    private static boolean isOver(CompletableFuture<?> work) throws InterruptedException, ExecutionException {
        try {
            work.get(200, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
