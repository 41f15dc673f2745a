package io.millrace.connector.openai.stub;

import java.time.Duration;

/** Durations as OpenAI's rate headers and error messages write them, which is Go's way: 17ms, 1.5s, 6m0s, 1h2m3s. */
final class GoDuration {
    private GoDuration() {}

    /** Rounded up to a millisecond. */
    static String of(Duration duration) {
        long millis = (duration.toNanos() + 999_999) / 1_000_000;
        if (millis > 0 && millis < 1000) {
            return millis + "ms";
        }
        long minutes = millis / 60_000;
        StringBuilder text = new StringBuilder();
        if (minutes >= 60) {
            text.append(minutes / 60).append('h');
        }
        if (minutes > 0) {
            text.append(minutes % 60).append('m');
        }
        text.append(millis % 60_000 / 1000);
        if (millis % 1000 > 0) {
            text.append('.').append("%03d".formatted(millis % 1000).replaceFirst("0+$", ""));
        }
        return text.append('s').toString();
    }
}
