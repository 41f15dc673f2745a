package io.millrace.failure;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

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
}
