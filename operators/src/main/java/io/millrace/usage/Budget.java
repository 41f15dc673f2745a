package io.millrace.usage;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be spent in each period.
 *
 * @param nanos the amount, in 1e-9 of the currency; more than 0
 * @param currency its code, such as {@code USD}
 * @param period that it is for
 */
public record Budget(long nanos, String currency, Period period) implements Serializable {
    private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) ([A-Z]{3}) ?/ ?(hour|day|month)");

    public Budget {
        if (nanos < 1) {
            throw new IllegalArgumentException("a budget must be more than nothing, got " + nanos);
        }
    }

    /** Periods of the calendar, in UTC. */
    public enum Period {
        HOUR(ChronoUnit.HOURS),
        DAY(ChronoUnit.DAYS),
        MONTH(ChronoUnit.MONTHS);

        private final ChronoUnit unit;

        Period(ChronoUnit unit) {
            this.unit = unit;
        }

        private ZonedDateTime start(Instant now) {
            ZonedDateTime utc = now.atZone(ZoneOffset.UTC);
            return this == MONTH ? utc.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1) : utc.truncatedTo(unit);
        }

        /** Its name in text: lower case. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One period.
     *
     * @param name tells it from all others, whatever their length and currency
     * @param end when the next one starts
     */
    public record Window(String name, Instant end) {}

    /**
     * Reads {@code 20 USD/day}; also of an {@code hour} or a {@code month}.
     *
     * @throws IllegalArgumentException when the text is anything else
     */
    public static Budget parse(String text) {
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "a budget is an amount, a currency and a period, such as 20 USD/day, got '%s'".formatted(text));
        }
        return new Budget(
                new BigDecimal(matcher.group(1)).movePointRight(Money.DIGITS).longValueExact(),
                matcher.group(2),
                Period.valueOf(matcher.group(3).toUpperCase(Locale.ROOT)));
    }

    /** The period that a moment is in. */
    public Window window(Instant now) {
        ZonedDateTime start = period.start(now);
        return new Window(
                "%s %s %s".formatted(currency, period.wireName(), start.toInstant()),
                start.plus(1, period.unit).toInstant());
    }

    /** The amount of one period. */
    public Money amount() {
        return new Money(nanos, currency);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return Money.text(nanos) + " " + currency + "/" + period.wireName();
    }
}
