package io.millrace.connector.openai;

import com.openai.core.http.Headers;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a server asks to be left alone: {@code retry-after-ms} (OpenAI's and Azure's, milliseconds), else
 * {@code Retry-After} (RFC 9110 section 10.2.3: seconds, here with decimals too, or an HTTP date).
 */
final class RetryAfter {
    /** Longer waits are taken for this long: a broken clock or header must not stop a job for weeks. */
    private static final Duration MOST = Duration.ofDays(1);

    private RetryAfter() {}

    /** The wait, zero when it is over already, or null when none was asked for or it can't be read. */
    static @Nullable Duration in(Headers headers, Clock clock) {
        Duration precise = number(first(headers, "retry-after-ms"), 1);
        if (precise != null) {
            return precise;
        }
        String given = first(headers, "retry-after");
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

    private static @Nullable String first(Headers headers, String name) {
        List<String> values = headers.values(name);
        return values.isEmpty() ? null : values.get(0);
    }
}
