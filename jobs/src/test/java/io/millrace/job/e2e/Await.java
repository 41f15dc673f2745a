package io.millrace.job.e2e;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what other threads and servers do, where asking again is the only way to learn of it. */
final class Await {
    /** Far more than anything here takes: a deadline for what will never come. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /** The state as soon as it is as wanted; fails with the last one that was seen. */
    static <T> T until(Supplier<T> state, Predicate<T> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        T seen = state.get();
        while (!wanted.test(seen)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not within %s; last seen: %s".formatted(PATIENCE, seen));
            }
            pause();
            seen = state.get();
        }
        return seen;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting", e);
        }
    }
}
