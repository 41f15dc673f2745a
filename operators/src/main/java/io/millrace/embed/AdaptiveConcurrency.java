package io.millrace.embed;

/**
 * How many requests may be in flight: halved when the provider is overloaded, one more after each round of successes
 * (additive increase, multiplicative decrease; Chiu and Jain, 1989). What was sent before the last step down says nothing
 * of the load since, and is passed over.
 *
 * <p>Times are {@link System#nanoTime()}'s. Not safe for use by many threads.
 */
final class AdaptiveConcurrency {
    private final int least;
    private final int most;
    private int limit;
    private int successes;
    private long steppedDownAt;
    private boolean steppedDown;

    /** From the most downwards: the provider's own limit is where most calls go well. */
    AdaptiveConcurrency(int least, int most) {
        this.least = Math.min(least, most);
        this.most = most;
        this.limit = most;
    }

    int limit() {
        return limit;
    }

    void succeeded() {
        if (limit < most && ++successes >= limit) {
            limit++;
            successes = 0;
        }
    }

    /** A request that was sent at that moment failed in passing. */
    void failed(long sentAt, long now) {
        if (steppedDown && sentAt - steppedDownAt <= 0) {
            return;
        }
        limit = Math.max(least, limit / 2);
        successes = 0;
        steppedDownAt = now;
        steppedDown = true;
    }
}
