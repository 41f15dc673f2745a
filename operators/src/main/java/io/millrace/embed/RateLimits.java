package io.millrace.embed;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a provider's reply said of the rates that it allows, for all its callers together.
 *
 * @param requests of requests; null when nothing was said
 * @param tokens of tokens; null when nothing was said
 */
public record RateLimits(
        @Nullable Window requests, @Nullable Window tokens) {
    /** Nothing was said. */
    public static final RateLimits UNKNOWN = new RateLimits(null, null);

    /**
     * An allowance that fills up again as time passes.
     *
     * @param limit when it is full
     * @param remaining what is left of it
     * @param resetsIn until it is full again
     */
    public record Window(long limit, long remaining, Duration resetsIn) {}
}
