package io.millrace.connector.http;

import io.millrace.failure.ClassifiedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what should fail. */
final class Failures {
    private Failures() {}

    /** All that a log would show of it. */
    static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Waits, for as long as a test may take. */
    static void await(CountDownLatch latch) {
        try {
            boolean unused = latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static ClassifiedException of(CompletableFuture<?> call) {
        Throwable failure = call.handle((reply, thrown) -> thrown)
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        if (!(failure instanceof ClassifiedException classified)) {
            throw new AssertionError("The call was expected to fail with a classified failure", failure);
        }
        return classified;
    }
}
