package io.millrace.connector.bedrock;

import io.millrace.failure.ClassifiedException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
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
