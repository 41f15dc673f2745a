package io.millrace.failure;

import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Timers that keep no JVM alive. */
public final class DaemonTimer {
    private DaemonTimer() {}

    /** A timer of one thread of that name; its owner shuts it down. */
    public static ScheduledExecutorService named(String name) {
        return Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Runs the task on the timer after so many nanoseconds; not at all once the timer is shut down. */
    public static void later(ScheduledExecutorService timer, long nanos, Runnable task) {
        try {
            var unused = timer.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // Shut down meanwhile: there is no later.
            return;
        }
    }
}
