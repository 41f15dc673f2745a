package io.millrace.connector.openai.stub;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a provider allows over time and at once. Times are those of {@link System#nanoTime}. Safe for use by many
 * threads.
 */
final class StubLimits {
    /** What a call is told that came while too many were in flight. Nobody can know when one of them will be over. */
    private static final Duration CROWDED = Duration.ofMillis(100);

    private final int concurrency;
    private final @Nullable Allowance requests;
    private final @Nullable Allowance tokens;

    StubLimits(StubOptions options, long now) {
        StubOptions.Rates rates = options.rates();
        concurrency = options.concurrency();
        requests = rates.requests() == 0 ? null : new Allowance(rates.requests(), rates.burst(), rates.saved(), now);
        tokens = rates.tokens() == 0 ? null : new Allowance(rates.tokens(), rates.burst(), rates.saved(), now);
    }

    /**
     * A 429.
     *
     * @param retryAfter after which the call would pass if no other came, or null when it never would
     */
    record Refusal(@Nullable Duration retryAfter, String body) {
        Map<String, String> headers() {
            return retryAfter == null
                    ? Map.of()
                    : Map.of(
                            "retry-after", Long.toString((millis(retryAfter) + 999) / 1000),
                            "retry-after-ms", Long.toString(millis(retryAfter)));
        }
    }

    /**
     * Lets a call pass and takes it from the allowances, or refuses it and takes nothing.
     *
     * @param inFlight this call included
     */
    synchronized @Nullable Refusal admit(int inFlight, String model, long callTokens, long now) {
        if (inFlight > concurrency) {
            return new Refusal(CROWDED, StubErrors.crowded(concurrency, CROWDED));
        }
        advance(now);
        Refusal ofRequests = shortOf(requests, "requests", model, 1);
        Refusal ofTokens = shortOf(tokens, "tokens", model, callTokens);
        if (ofRequests != null || ofTokens != null) {
            return later(ofRequests, ofTokens);
        }
        if (requests != null) {
            requests.take(1);
        }
        if (tokens != null) {
            tokens.take(callTokens);
        }
        return null;
    }

    /** The {@code x-ratelimit-*} headers, empty without rates. */
    synchronized Map<String, String> headers(long now) {
        if (requests == null && tokens == null) {
            return Map.of();
        }
        advance(now);
        Map<String, String> headers = new LinkedHashMap<>();
        put(headers, requests, "requests");
        put(headers, tokens, "tokens");
        return headers;
    }

    /** As at the start. */
    synchronized void refill(long now) {
        if (requests != null) {
            requests.refill(now);
        }
        if (tokens != null) {
            tokens.refill(now);
        }
    }

    private void advance(long now) {
        if (requests != null) {
            requests.advance(now);
        }
        if (tokens != null) {
            tokens.advance(now);
        }
    }

    private static @Nullable Refusal shortOf(@Nullable Allowance allowance, String kind, String model, long amount) {
        if (allowance == null) {
            return null;
        }
        if (allowance.neverHolds(amount)) {
            return new Refusal(null, StubErrors.tooLargeForRate(model, kind, allowance.perMinute(), amount));
        }
        long nanos = allowance.nanosUntil((double) amount);
        if (nanos == 0) {
            return null;
        }
        Duration wait = Duration.ofNanos(nanos);
        return new Refusal(
                wait,
                StubErrors.rateLimited(
                        model,
                        kind,
                        allowance.perMinute(),
                        Math.max(0, allowance.perMinute() - allowance.remaining()),
                        amount,
                        wait));
    }

    /** The one that lets the call pass last. */
    private static @Nullable Refusal later(@Nullable Refusal first, @Nullable Refusal second) {
        if (first == null || second == null) {
            return first == null ? second : first;
        }
        if (first.retryAfter == null || second.retryAfter == null) {
            return first.retryAfter == null ? first : second;
        }
        return first.retryAfter.compareTo(second.retryAfter) > 0 ? first : second;
    }

    private static void put(Map<String, String> headers, @Nullable Allowance allowance, String kind) {
        if (allowance != null) {
            headers.put("x-ratelimit-limit-" + kind, Long.toString(allowance.perMinute()));
            headers.put("x-ratelimit-remaining-" + kind, Long.toString(allowance.remaining()));
            headers.put("x-ratelimit-reset-" + kind, GoDuration.of(allowance.untilFull()));
        }
    }

    private static long millis(Duration wait) {
        return (wait.toNanos() + 999_999) / 1_000_000;
    }
}
