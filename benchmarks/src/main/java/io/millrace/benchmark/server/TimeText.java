package io.millrace.benchmark.server;

import io.millrace.failure.FatalException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as options have them: {@code 15us}, {@code 60ms}, {@code 1.5s}, {@code 3m}. */
public final class TimeText {
    private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?)(us|ms|s|m)");

    private TimeText() {}

    /** Its seconds. */
    public static double seconds(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            throw new FatalException(
                    "bad-option", "a time must be a number and us, ms, s or m, as in 60ms, got '%s'".formatted(text));
        }
        double unit = switch (time.group(2)) {
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            case "s" -> 1;
            default -> 60;
        };
        return Double.parseDouble(time.group(1)) * unit;
    }
}
