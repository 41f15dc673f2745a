package io.millrace.connector.openai.stub;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what the stub's own replies ask for. */
final class StubRetry {
    private StubRetry() {}

    /** Until when these headers ask for quiet; null when they don't, or not in a way that can be read. */
    static @Nullable Instant until(Map<String, String> headers, Instant now) {
        Map<String, String> anyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        anyCase.putAll(headers);
        String millis = anyCase.get("retry-after-ms");
        String given = anyCase.get("retry-after");
        try {
            if (millis != null) {
                return now.plusNanos((long) (Double.parseDouble(millis) * 1e6));
            }
            return given == null ? null : now.plusNanos((long) (Double.parseDouble(given) * 1e9));
        } catch (NumberFormatException notANumber) {
            return given == null ? null : date(given, now);
        }
    }

    private static @Nullable Instant date(String given, Instant now) {
        try {
            Instant date = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(given));
            // From the clock on the wall to the stub's own.
            return now.plus(Duration.between(Instant.now(), date));
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }
}
