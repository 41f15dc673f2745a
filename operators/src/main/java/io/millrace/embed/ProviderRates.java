package io.millrace.embed;

import org.jspecify.annotations.Nullable;

/**
 * The rates that a job keeps to with a provider, for all its callers in this JVM, and the pauses that the provider asks
 * for. Tokens are paid after: a request may go as soon as nothing is owed, however many tokens it has.
 *
 * <p>Times are {@link System#nanoTime()}'s. Safe for use by many threads.
 */
final class ProviderRates {
    private final Allowance requests;
    private final Allowance tokens;
    private double share;
    private @Nullable Long pausedUntil;

    ProviderRates(PaceSettings settings, long now) {
        requests = new Allowance(settings.requestsPerMinute(), now);
        tokens = new Allowance(settings.tokensPerMinute(), now);
        share(1, now);
    }

    /** So much of the job's rates are used here, from 0 to 1. */
    synchronized void share(double part, long now) {
        share = part;
        requests.share(part, now);
        tokens.share(part, now);
    }

    /** The job's share that is used here. */
    synchronized double share() {
        return share;
    }

    /** Takes leave for a request if there is: 0; else the nanoseconds until asking again makes sense. */
    synchronized long tryStart(long now) {
        long wait = Math.max(pause(now), Math.max(requests.until(1, now), tokens.until(0, now)));
        if (wait == 0) {
            requests.take(1, now);
        }
        return wait;
    }

    /** Gives back a request that didn't go. */
    synchronized void giveBack(long now) {
        requests.take(-1, now);
    }

    /** A request has, or had after all, so many tokens more. */
    synchronized void use(long more, long now) {
        tokens.take((double) more, now);
    }

    /** Takes the provider's word. */
    synchronized void learn(RateLimits limits, long now) {
        if (limits.requests() != null) {
            requests.learn(limits.requests(), now);
        }
        if (limits.tokens() != null) {
            tokens.learn(limits.tokens(), now);
        }
    }

    /** Nobody calls before then; an earlier moment than was asked for before changes nothing. */
    synchronized void pauseUntil(long moment) {
        if (pausedUntil == null || moment - pausedUntil > 0) {
            pausedUntil = moment;
        }
    }

    /** Nanoseconds that the provider is still to be left alone. */
    synchronized long pause(long now) {
        if (pausedUntil == null) {
            return 0;
        }
        long left = pausedUntil - now;
        if (left <= 0) {
            pausedUntil = null;
            return 0;
        }
        return left;
    }
}
