package io.millrace.connector.files.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits that an interrupt doesn't cut short: it is restored when they are over. */
final class Uninterrupted {
    private Uninterrupted() {}

    /** A wait of at most so long, that says whether what it waits for has come. */
    interface Wait {
        boolean await(long timeout, TimeUnit unit) throws InterruptedException;
    }

    static boolean await(Duration longest, Wait wait) {
        long deadline = System.nanoTime() + longest.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return wait.await(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
