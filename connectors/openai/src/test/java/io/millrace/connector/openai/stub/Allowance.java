package io.millrace.connector.openai.stub;

import java.time.Duration;

/** A token bucket that fills up without a pause. Times are those of {@link System#nanoTime}. Used under a lock. */
final class Allowance {
    private static final double MINUTE = Duration.ofMinutes(1).toNanos();

    private final long perMinute;
    private final double capacity;
    private final double start;
    private double level;
    private long at;

    /**
     * @param burst what can be saved up, as the time that it takes to fill up
     * @param saved what is there at the start, measured likewise
     */
    Allowance(long perMinute, Duration burst, Duration saved, long now) {
        this.perMinute = perMinute;
        // Less than one could never let anything pass.
        capacity = Math.max(1, perMinute * (burst.toNanos() / MINUTE));
        start = Math.min(capacity, perMinute * (saved.toNanos() / MINUTE));
        refill(now);
    }

    /** As it was at the start. */
    void refill(long now) {
        level = start;
        at = now;
    }

    void advance(long now) {
        level = Math.min(capacity, level + (double) (now - at) * perMinute / MINUTE);
        at = now;
    }

    void take(long amount) {
        level -= amount;
    }

    /** Whether so much can't be there however long one waits. */
    boolean neverHolds(long amount) {
        return amount > capacity;
    }

    /** Until so much is there, in nanoseconds; 0 when it is. */
    long nanosUntil(double amount) {
        return level >= amount ? 0 : (long) Math.ceil((amount - level) * MINUTE / perMinute);
    }

    long perMinute() {
        return perMinute;
    }

    long remaining() {
        return (long) level;
    }

    Duration untilFull() {
        return Duration.ofNanos(nanosUntil(capacity));
    }
}
