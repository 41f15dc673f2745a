package io.millrace.embed;

import org.jspecify.annotations.Nullable;

/**
 * How much of something, requests or tokens, may be used by when: a token bucket that may go into debt, filled at the
 * rate that was configured or that the provider says, whichever is less. It holds a second's worth at the most, since
 * some providers look at the rate of seconds, though they state that of a minute.
 *
 * <p>Times are {@link System#nanoTime()}'s. Not safe for use by many threads.
 */
final class Allowance {
    private static final double MINUTE = 60e9;
    private static final double SECOND = 1e9;

    /** Of the whole job, a nanosecond. */
    private final double configured;
    /** Of all the provider's callers, a nanosecond. */
    private double learned = Double.POSITIVE_INFINITY;
    /** How much of the job's is used here. */
    private double share;

    private double balance;
    private long at;

    Allowance(@Nullable Long perMinute, long now) {
        this.configured = perMinute == null ? Double.POSITIVE_INFINITY : perMinute / MINUTE;
        this.at = now;
        this.balance = Double.POSITIVE_INFINITY;
    }

    /** From now on, so much of the job's allowance is used here: from 0 to 1. */
    void share(double part, long now) {
        refill(now);
        share = part;
        refill(now);
    }

    /** Nanoseconds until there is at least so much; 0 when there is. */
    long until(double amount, long now) {
        refill(now);
        double lacking = amount - balance;
        return lacking <= 0 ? 0 : (long) Math.ceil(lacking / rate());
    }

    /** Uses so much, whether it is there or not: what is owed must fill up first. */
    void take(double amount, long now) {
        refill(now);
        balance -= amount;
    }

    /** Takes the provider's word, of what all its callers may use. */
    void learn(RateLimits.Window window, long now) {
        if (window.limit() < 1) {
            return;
        }
        double reset = Math.max(window.resetsIn().toNanos(), 1);
        double remaining = Math.max(window.remaining(), 0);
        // Limits are stated for a minute, unless they take longer than that to be whole again. Then neither is said:
        // how
        // long the period is, nor whether it fills up as time passes or all at once; both readings pass this way.
        learned = reset <= MINUTE ? window.limit() / MINUTE : Math.max(remaining, window.limit() - remaining) / reset;
        refill(now);
        balance = Math.min(balance, remaining * share);
    }

    private double rate() {
        return Math.min(configured, learned) * share;
    }

    private void refill(long now) {
        double rate = rate();
        if (Double.isInfinite(rate) || Double.isNaN(rate)) {
            balance = Double.POSITIVE_INFINITY;
        } else {
            double most = Math.max(rate * SECOND, 1);
            balance = Math.min(balance + rate * Math.max(now - at, 0), most);
        }
        at = now;
    }
}
