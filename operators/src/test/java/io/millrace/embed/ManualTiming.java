package io.millrace.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

/** Time that passes when it is told to; tasks run on the thread that tells it. */
public final class ManualTiming implements Timing {
    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>((one, other) -> Long.compare(one.at() - other.at(), 0));
    private long now = Long.MAX_VALUE - 5;
    private boolean closed;

    private record Task(long at, Runnable run) {}

    /** Lets so much time pass, task by task. */
    public void pass(Duration time) {
        long end = now + time.toNanos();
        for (List<Task> due = due(end); !due.isEmpty(); due = due(end)) {
            due.forEach(task -> task.run().run());
        }
        now = end;
    }

    /** How many tasks are still to be run. */
    public int toCome() {
        return tasks.size();
    }

    /** The tasks of the next moment up to the end, which becomes the time. */
    private List<Task> due(long end) {
        List<Task> due = new ArrayList<>();
        Task first = tasks.peek();
        if (closed || first == null || first.at() - end > 0) {
            return due;
        }
        now = first.at() - now > 0 ? first.at() : now;
        for (Task next = tasks.peek(); next != null && next.at() == first.at(); next = tasks.peek()) {
            due.add(tasks.remove());
        }
        return due;
    }

    @Override
    public long nanos() {
        return now;
    }

    @Override
    public void after(long nanos, Runnable task) {
        if (!closed) {
            tasks.add(new Task(now + nanos, task));
        }
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}
