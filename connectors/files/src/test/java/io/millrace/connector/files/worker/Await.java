package io.millrace.connector.files.worker;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another process does, which tells nobody when it is done. */
final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration INTERVAL = Duration.ofMillis(10);

    private Await() {}

    static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Waited %d s in vain until %s".formatted(PATIENCE.toSeconds(), what));
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }
}
