package io.millrace.usage;

import io.millrace.failure.DaemonTimer;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** An alarm by the machine's clock. */
public final class TimerAlarm implements BudgetPurse.Alarm {
    private final ScheduledExecutorService timer = DaemonTimer.named("budget");

    @Override
    public void after(Duration delay, Runnable task) {
        try {
            var unused = timer.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Closed meanwhile: there is no later.
            return;
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
