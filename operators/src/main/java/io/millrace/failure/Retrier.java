package io.millrace.failure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Repeats a call that fails in passing, until a time is over, and gives up what takes too long. Safe for use by many
 * threads.
 */
public final class Retrier implements AutoCloseable {
    private final Backoff backoff;
    private final ScheduledExecutorService timer;

    public Retrier(Backoff backoff) {
        this.backoff = backoff;
        this.timer = DaemonTimer.named("retry");
    }

    /**
     * The call's result, or its last failure: one that isn't transient, or the transient one that no time was left to
     * repeat. Cancelling it gives the call up, and repeats it no more.
     */
    public <T> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call, Duration within) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(call, System.nanoTime() + within.toNanos(), 1, result);
        return result;
    }

    /**
     * The call's outcome, or a {@link TimeoutException} once the time is over: then the call is cancelled, as when what
     * this returns is. Not a future's own timeout: the thread behind those is the JVM's, and holds the class loader of
     * whoever was first.
     */
    public <T> CompletableFuture<T> within(Duration time, CompletableFuture<T> call) {
        CompletableFuture<T> result = call.copy();
        Future<?> alarm;
        try {
            alarm = timer.schedule(
                    () -> result.completeExceptionally(new TimeoutException()),
                    Math.max(0, time.toNanos()),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: nobody waits any more.
            return result;
        }
        var unused = result.whenComplete((value, failure) -> {
            alarm.cancel(false);
            // Of a call that is over, this changes nothing.
            call.cancel(true);
        });
        return result;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private <T> void attempt(
            Supplier<CompletableFuture<T>> call, long deadline, int attempt, CompletableFuture<T> result) {
        CompletableFuture<T> tried = start(call);
        var unused = tried.whenComplete((value, failure) -> {
            if (result.isDone()) {
                return;
            }
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
                        () -> {
                            if (!result.isDone()) {
                                attempt(call, deadline, attempt + 1, result);
                            }
                        },
                        wait.toMillis(),
                        TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // Closed meanwhile: there is no later.
                result.completeExceptionally(classified);
            }
        });
        // However it ends, from inside or outside: giving up a call that is over changes nothing.
        var unusedEnd = result.whenComplete((value, failure) -> tried.cancel(true));
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
