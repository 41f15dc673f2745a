package io.millrace.failure;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Timers that keep no JVM alive. */
public final class DaemonTimer {
    private DaemonTimer() {}

    /** A timer of one thread of that name; its owner shuts it down. */
    public static ScheduledExecutorService named(String name) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
        // What was cancelled would be held until its time comes.
        timer.setRemoveOnCancelPolicy(true);
        return timer;
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
