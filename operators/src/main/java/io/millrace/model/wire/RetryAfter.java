package io.millrace.model.wire;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * How long a server asks to be left alone: {@code retry-after-ms} (OpenAI's and Azure's, milliseconds), else
 * {@code Retry-After} (RFC 9110 section 10.2.3: seconds, here with decimals too, or an HTTP date).
 */
public final class RetryAfter {
    /** Longer waits are taken for this long: a broken clock or header must not stop a job for weeks. */
    private static final Duration MOST = Duration.ofDays(1);

    private RetryAfter() {}

    /** A reply's headers. */
    @FunctionalInterface
    public interface Headers {
        /** The first value of that name, which is in lower case; null when there is none. */
        @Nullable
        String first(String name);
    }

    /** The wait, zero when it is over already, or null when none was asked for or it can't be read. */
    public static @Nullable Duration in(Headers headers, Clock clock) {
        Duration precise = number(headers.first("retry-after-ms"), 1);
        if (precise != null) {
            return precise;
        }
        String given = headers.first("retry-after");
        Duration seconds = number(given, 1000);
        return seconds == null ? date(given, clock) : seconds;
    }

    private static @Nullable Duration number(@Nullable String given, int milliseconds) {
        if (given == null) {
            return null;
        }
        try {
            double number = Double.parseDouble(given.trim()) * milliseconds;
            return Double.isNaN(number) ? null : within(Duration.ofMillis(Math.round(number)));
        } catch (NumberFormatException notANumber) {
            return null;
        }
    }

    private static @Nullable Duration date(@Nullable String given, Clock clock) {
        if (given == null) {
            return null;
        }
        try {
            Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(given.trim()));
            return within(Duration.between(clock.instant(), then));
        } catch (DateTimeException notADate) {
            return null;
        }
    }

    private static Duration within(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(MOST) > 0 ? MOST : wait;
    }
}
