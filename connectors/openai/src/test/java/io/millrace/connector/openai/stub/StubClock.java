package io.millrace.connector.openai.stub;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The time of day at {@link System#nanoTime}, which no correction of the machine's clock disturbs. */
final class StubClock {
    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    Instant instant(long nanoTime) {
        return start.plusNanos(nanoTime - startNanos);
    }

    long nanos(Instant instant) {
        return startNanos + Duration.between(start, instant).toNanos();
    }

    Instant now() {
        return instant(System.nanoTime());
    }

    /** Waits without work; {@code Thread.sleep} would round to milliseconds. */
    static void awaitNanoTime(long nanoTime) throws InterruptedException {
        for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException("Closed");
            }
        }
    }
}
