package io.millrace.embed;

import io.millrace.failure.DaemonTimer;
import java.util.concurrent.ScheduledExecutorService;

/** The time, and a way to be called at one. Safe for use by many threads. */
public interface Timing extends AutoCloseable {
    /** Nanoseconds since some moment, as {@link System#nanoTime()} has them. */
    long nanos();

    /** Runs the task on a thread of its own after so many nanoseconds; not at all once this is closed. */
    void after(long nanos, Runnable task);

    @Override
    void close();

    /** The machine's time, with a timer of that name. */
    static Timing system(String name) {
        ScheduledExecutorService timer = DaemonTimer.named(name);
        return new Timing() {
            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void after(long nanos, Runnable task) {
                DaemonTimer.later(timer, nanos, task);
            }

            @Override
            public void close() {
                timer.shutdownNow();
            }
        };
    }
}
