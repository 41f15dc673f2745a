package io.millrace.failure;

import java.io.Serializable;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before trying again: doubling from {@code first} to {@code longest}, with equal jitter (half of it
 * fixed, half at random), so that many callers don't come back at one moment.
 */
public record Backoff(Duration first, Duration longest) implements Serializable {
    /** From half a second to a minute. */
    public static final Backoff STANDARD = new Backoff(Duration.ofMillis(500), Duration.ofMinutes(1));

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "a backoff must have 0 < first <= longest, got %s and %s".formatted(first, longest));
        }
    }

    /**
     * The wait after a number of failed attempts.
     *
     * @param attempts how many have failed, at least 1
     * @param asked what the other side asked for, or null; never less than that is waited
     */
    public Duration after(int attempts, @Nullable Duration asked, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(attempts - 1, 20);
        long full = Math.min(doubled, longest.toMillis());
        Duration jittered = Duration.ofMillis(full / 2 + random.nextLong(full / 2 + 1));
        return asked != null && asked.compareTo(jittered) > 0 ? asked : jittered;
    }
}
