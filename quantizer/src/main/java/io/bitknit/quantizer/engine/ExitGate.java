// SPDX-License-Identifier: Apache-2.0
package io.bitknit.quantizer.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps native work from running while the process ends: libtorch takes itself apart then, and whoever is inside crashes
 * instead of being interrupted.
 */
final class ExitGate {
    /** A process that is asked to end does so after this in any case. */
    private static final long MOST_SECONDS = 30;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** Does the work, or never comes back if the gate is shut. Work within work passes. */
    <T> T pass(Supplier<T> work) {
        lock.readLock().lock();
        try {
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Waits for the work that runs and lets none begin.
     *
     * @return whether nothing runs
     */
    boolean shut() {
        try {
            return lock.writeLock().tryLock(MOST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
