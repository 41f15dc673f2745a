package io.millrace.connector.openai.stub;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The times for which a {@code Retry-After} has asked for quiet, and the calls that broke them, whoever made them. Times
 * are those of {@link System#nanoTime}. Used under a lock.
 */
final class QuietTimes {
    /** A call on the wire when a 429 comes back can't know of it. */
    static final long GRACE_NANOS = 20_000_000;

    private final Deque<Asked> fresh = new ArrayDeque<>();
    private long until = Long.MIN_VALUE;
    private long untilOfSettled = Long.MIN_VALUE;
    private long broken;
    private long brokenBeyondGrace;

    private record Asked(long at, long until) {}

    void ask(long now, long quietUntil) {
        fresh.add(new Asked(now, quietUntil));
        until = Math.max(until, quietUntil);
    }

    void arrived(long now) {
        while (!fresh.isEmpty() && fresh.getFirst().at() + GRACE_NANOS <= now) {
            untilOfSettled = Math.max(untilOfSettled, fresh.removeFirst().until());
        }
        if (now < until) {
            broken++;
        }
        if (now < untilOfSettled) {
            brokenBeyondGrace++;
        }
    }

    /** Calls that arrived before a Retry-After had passed. */
    long broken() {
        return broken;
    }

    /** Those of them that arrived more than the grace after the 429. */
    long brokenBeyondGrace() {
        return brokenBeyondGrace;
    }

    void clear() {
        fresh.clear();
        until = Long.MIN_VALUE;
        untilOfSettled = Long.MIN_VALUE;
        broken = 0;
        brokenBeyondGrace = 0;
    }
}
