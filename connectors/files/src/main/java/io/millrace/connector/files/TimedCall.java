package io.millrace.connector.files;

import io.millrace.failure.TransientException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a call on a thread of its own and waits so long. A call that takes longer is interrupted and left behind: a
 * parser that doesn't heed the interrupt goes on until it ends by itself.
 */
final class TimedCall {
    private TimedCall() {}

    /**
     * The call's result.
     *
     * @throws TimeoutException when it took longer
     * @throws ExecutionException with the call's own failure, errors too
     * @throws TransientException when the waiting thread was interrupted; its interrupt is restored
     */
    static <T> T run(Callable<T> call, Duration timeout) throws TimeoutException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread thread = new Thread(task, "millrace-parse");
        thread.setDaemon(true);
        thread.setContextClassLoader(TimedCall.class.getClassLoader());
        thread.start();
        try {
            return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TransientException("parse-interrupted", "Interrupted while a document was parsed", e);
        } finally {
            task.cancel(true);
        }
    }
}
