package io.millrace.job.config.bind;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as the configuration writes them: a whole number and its unit, such as {@code 500ms} or {@code 2h}. */
public final class DurationText {
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,18}) ?([a-z]+)");
    private static final Map<String, ChronoUnit> UNITS = new LinkedHashMap<>();

    static {
        UNITS.put("ms", ChronoUnit.MILLIS);
        UNITS.put("s", ChronoUnit.SECONDS);
        UNITS.put("m", ChronoUnit.MINUTES);
        UNITS.put("h", ChronoUnit.HOURS);
        UNITS.put("d", ChronoUnit.DAYS);
    }

    private DurationText() {}

    /**
     * Reads a duration.
     *
     * @throws IllegalArgumentException when the text is anything but a whole number and a unit, or more milliseconds
     *     than a long holds
     */
    public static Duration parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        ChronoUnit unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("a duration is a whole number and one of %s, got '%s'"
                    .formatted(String.join(", ", UNITS.keySet()), text));
        }
        try {
            long milliseconds = Math.multiplyExact(
                    Long.parseLong(matcher.group(1)), unit.getDuration().toMillis());
            return Duration.ofMillis(milliseconds);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("a duration is at most 2^63 - 1 ms, got '%s'".formatted(text), e);
        }
    }

    /** The duration in the largest unit that leaves a whole number, as {@link #parse} reads it. */
    public static String of(Duration duration) {
        long milliseconds = duration.toMillis();
        String text = milliseconds + "ms";
        for (Map.Entry<String, ChronoUnit> unit : UNITS.entrySet()) {
            long length = unit.getValue().getDuration().toMillis();
            if (milliseconds > 0 && milliseconds % length == 0) {
                text = milliseconds / length + unit.getKey();
            }
        }
        return text;
    }
}
