package io.millrace.usage;

import io.millrace.failure.DaemonTimer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/** An alarm by the machine's clock. */
public final class TimerAlarm implements BudgetPurse.Alarm {
    private final ScheduledExecutorService timer = DaemonTimer.named("budget");

    @Override
    public void after(Duration delay, Runnable task) {
        DaemonTimer.later(timer, delay.toNanos(), task);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
