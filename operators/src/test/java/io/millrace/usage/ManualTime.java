package io.millrace.usage;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A clock that stands until it is advanced or set, and an alarm that goes by how far it was advanced alone. */
public final class ManualTime extends Clock {
    private final List<Task> tasks = new ArrayList<>();
    /** What a timer measures, which setting the clock doesn't change. */
    private volatile Duration passed = Duration.ZERO;

    private volatile Instant start;

    private record Task(Duration at, Runnable run) {}

    private ManualTime(Instant start) {
        this.start = start;
    }

    public static ManualTime at(String moment) {
        return new ManualTime(Instant.parse(moment));
    }

    /** Lets time pass, and runs on this thread what comes meanwhile. */
    public void advance(Duration duration) {
        Duration until = passed.plus(duration);
        for (Task next = next(until); next != null; next = next(until)) {
            passed = next.at;
            next.run.run();
        }
        passed = until;
    }

    /** As a person does, or a machine that wakes up. */
    void set(Instant now) {
        start = now.minus(passed);
    }

    public BudgetPurse.Alarm alarm() {
        return new BudgetPurse.Alarm() {
            @Override
            public void after(Duration delay, Runnable task) {
                synchronized (tasks) {
                    tasks.add(new Task(passed.plus(delay), task));
                }
            }

            @Override
            public void close() {}
        };
    }

    private @Nullable Task next(Duration until) {
        synchronized (tasks) {
            Task next = tasks.stream()
                    .filter(task -> task.at.compareTo(until) <= 0)
                    .min((one, other) -> one.at.compareTo(other.at))
                    .orElse(null);
            tasks.remove(next);
            return next;
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return start.plus(passed);
    }
}
