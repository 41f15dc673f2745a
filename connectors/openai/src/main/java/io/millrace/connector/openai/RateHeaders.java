package io.millrace.connector.openai;

import com.openai.core.http.Headers;
import io.millrace.embed.RateLimits;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a reply says of its rates: {@code x-ratelimit-{limit,remaining,reset}-{requests,tokens}}, as OpenAI and Azure
 * send them (platform.openai.com/docs/guides/rate-limits). A reset is a duration as Go writes it ({@code 6m0s},
 * {@code 1h2m3.5s}, {@code 17ms}), or plain seconds. Of headers that are missing or can't be read, nothing is said.
 */
final class RateHeaders {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,18}(\\.\\d+)?");
    private static final Pattern PART = Pattern.compile("(\\d{1,18}(?:\\.\\d+)?)(h|ms|m|s|us|µs|ns)");

    /** A longer wait is a server's mistake. */
    private static final Duration MOST = Duration.ofDays(1);

    private RateHeaders() {}

    static RateLimits in(Headers headers) {
        return new RateLimits(window(headers, "requests"), window(headers, "tokens"));
    }

    private static RateLimits.@Nullable Window window(Headers headers, String kind) {
        Long limit = number(first(headers, "x-ratelimit-limit-" + kind));
        Long remaining = number(first(headers, "x-ratelimit-remaining-" + kind));
        Duration reset = duration(first(headers, "x-ratelimit-reset-" + kind));
        return limit == null || remaining == null || reset == null
                ? null
                : new RateLimits.Window(limit, remaining, reset);
    }

    private static @Nullable Long number(String given) {
        return NUMBER.matcher(given).matches() ? Long.valueOf(given) : null;
    }

    /** At most a day; null when it can't be read. */
    static @Nullable Duration duration(String given) {
        if (SECONDS.matcher(given).matches()) {
            return nanos(Double.parseDouble(given) * 1e9);
        }
        Matcher part = PART.matcher(given);
        double nanos = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            nanos += Double.parseDouble(part.group(1)) * nanosIn(part.group(2));
            end = part.end();
        }
        return given.isEmpty() || end < given.length() ? null : nanos(nanos);
    }

    private static double nanosIn(String unit) {
        return switch (unit) {
            case "h" -> 3600e9;
            case "m" -> 60e9;
            case "s" -> 1e9;
            case "ms" -> 1e6;
            case "ns" -> 1;
            default -> 1e3;
        };
    }

    private static Duration nanos(double nanos) {
        return nanos > MOST.toNanos() ? MOST : Duration.ofNanos(Math.round(nanos));
    }

    private static String first(Headers headers, String name) {
        List<String> values = headers.values(name);
        return values.isEmpty() ? "" : values.get(0).trim();
    }
}
