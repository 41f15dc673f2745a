package io.millrace.embedded.qdrant.payload;

import com.google.protobuf.Timestamp;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Moments in payloads: RFC 3339 and the looser forms that Qdrant takes (a space for the T, an offset without its
 * colon, no offset at all, no seconds, a date alone). A moment without an offset is in UTC. Compared by microsecond.
 */
public final class Datetimes {

    private static final Pattern FORM = Pattern.compile(
            "(\\d{4})-(\\d{1,2})-(\\d{1,2})"
                    + "(?:[Tt ](\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9})\\d*)?(?: ?(Z|z|UTC|[+-]\\d{2}(?::?\\d{2})?))?)?)?");
    private static final int SHORTEST = "2020-1-1".length();
    private static final int LONGEST = 48;
    private static final long MICROS = 1_000_000L;

    private Datetimes() {}

    /** Microseconds since 1970-01-01T00:00:00Z, or null when the text is not a moment. */
    public static @Nullable Long micros(String text) {
        if (text.length() < SHORTEST || text.length() > LONGEST || text.charAt(4) != '-') {
            return null;
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return null;
        }
        try {
            LocalDateTime local = LocalDateTime.of(
                    part(form, 1), part(form, 2), part(form, 3), part(form, 4), part(form, 5), part(form, 6));
            long seconds = local.toEpochSecond(ZoneOffset.UTC) - offsetSeconds(form.group(8));
            return Math.addExact(Math.multiplyExact(seconds, MICROS), fractionMicros(form.group(7)));
        } catch (DateTimeException impossible) {
            // The 30th of February has the form of a date but is none.
            return null;
        }
    }

    /** Microseconds since 1970-01-01T00:00:00Z. */
    public static long micros(Timestamp timestamp) {
        return Math.addExact(Math.multiplyExact(timestamp.getSeconds(), MICROS), timestamp.getNanos() / 1000L);
    }

    private static int part(Matcher form, int group) {
        String digits = form.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static long fractionMicros(@Nullable String digits) {
        return digits == null ? 0 : Long.parseLong((digits + "000000").substring(0, 6));
    }

    private static int offsetSeconds(@Nullable String offset) {
        if (offset == null || offset.equalsIgnoreCase("Z") || offset.equals("UTC")) {
            return 0;
        }
        String digits = offset.substring(1).replace(":", "");
        int minutes = digits.length() > 2 ? Integer.parseInt(digits.substring(2)) : 0;
        int seconds = Integer.parseInt(digits.substring(0, 2)) * 3600 + minutes * 60;
        return offset.charAt(0) == '-' ? -seconds : seconds;
    }
}
