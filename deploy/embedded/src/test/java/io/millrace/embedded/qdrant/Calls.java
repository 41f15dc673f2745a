package io.millrace.embedded.qdrant;

import com.google.common.util.concurrent.ListenableFuture;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for calls: for their answer, for their refusal, or for what they bring about later. */
final class Calls {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    private Calls() {}

    /** The call's answer; an {@link AssertionError} if it is refused or takes longer than {@link #PATIENCE}. */
    static <T> T answer(ListenableFuture<T> call) {
        try {
            return await(call);
        } catch (ExecutionException e) {
            throw new AssertionError("The call was refused: " + e.getCause(), e);
        }
    }

    /** How the call was refused; an {@link AssertionError} if it was answered. */
    static Refusal refusal(ListenableFuture<?> call) {
        try {
            Object answer = await(call);
            throw new AssertionError("Expected a refusal, got the answer " + answer);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StatusRuntimeException status) {
                return of(status.getStatus());
            }
            throw new AssertionError("Expected a gRPC status, got " + e.getCause(), e);
        }
    }

    /** Repeats until it holds; an {@link AssertionError} if it doesn't within {@link #PATIENCE}. */
    static void eventually(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("Not within " + PATIENCE + ": " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static Refusal of(Status status) {
        String description = status.getDescription();
        return new Refusal(status.getCode(), description == null ? "" : description);
    }

    private static <T> T await(ListenableFuture<T> call) throws ExecutionException {
        try {
            return call.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for a call", e);
        } catch (TimeoutException e) {
            throw new AssertionError("No answer within " + PATIENCE, e);
        }
    }
}
