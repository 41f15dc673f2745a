package io.millrace.failure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Repeats a call that fails in passing, until a time is over. Safe for use by many threads. */
public final class Retrier implements AutoCloseable {
    private final Backoff backoff;
    private final ScheduledExecutorService timer;

    public Retrier(Backoff backoff) {
        this.backoff = backoff;
        this.timer = DaemonTimer.named("retry");
    }

    /**
     * The call's result, or its last failure: one that isn't transient, or the transient one that no time was left to
     * repeat.
     */
    public <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call, Duration within) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(call, System.nanoTime() + within.toNanos(), 1, result);
        return result;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private <T> void attempt(
            Supplier<CompletableFuture<T>> call, long deadline, int attempt, CompletableFuture<T> result) {
        var unused = start(call).whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
                return;
            }
            ClassifiedException classified = ClassifiedException.of(failure);
            Duration wait = backoff.after(attempt, classified.retryAfter(), ThreadLocalRandom.current());
            boolean timeLeft = wait.compareTo(Duration.ofNanos(deadline - System.nanoTime())) < 0;
            if (classified.kind() != FailureKind.TRANSIENT || !timeLeft) {
                result.completeExceptionally(classified);
                return;
            }
            try {
                var unusedTask = timer.schedule(
                        () -> attempt(call, deadline, attempt + 1, result), wait.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // Closed meanwhile: there is no later.
                result.completeExceptionally(classified);
            }
        });
    }

    /** A call that throws instead of failing its future fails it all the same: a retry has no caller to throw to. */
    public static <T> CompletableFuture<T> start(Supplier<CompletableFuture<T>> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
