// SPDX-License-Identifier: Apache-2.0
package io.bitknit.cli;

import io.bitknit.quantizer.engine.Engine;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Lets long work that can be continued end in order when the user interrupts it. */
final class Interruption implements BooleanSupplier, AutoCloseable {
    /** After this the process ends in any case; work that is asked often enough needs far less. */
    private static final long MOST_SECONDS = 30;

    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupted, "interruption");
    private volatile boolean wanted;

    Interruption() {
        Engine.endsInOrder(true);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void interrupted() {
        wanted = true;
        try {
            over.await(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Engine.stopForExit();
    }

    /** Whether the work is to stop. */
    @Override
    public boolean getAsBoolean() {
        return wanted;
    }

    @Override
    public void close() {
        Engine.endsInOrder(false);
        over.countDown();
        if (!wanted) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process is ending: the hook finds that the work is over.
                wanted = true;
            }
        }
    }
}
