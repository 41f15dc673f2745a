package io.millrace.job.config.bind;

import io.millrace.model.Secret;
import io.millrace.usage.Budget;
import io.millrace.usage.Price;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * How values of one type are written.
 *
 * @param name its name in the documentation
 * @param expected what is allowed, to follow "must be"
 * @param names all that there are, or empty when there are too many to list
 * @param parser makes the value of its text, or throws {@link IllegalArgumentException}
 */
record ValueType(String name, String expected, List<String> names, Function<String, Object> parser) {
    private ValueType(String name, String expected, Function<String, Object> parser) {
        this(name, expected, List.of(), parser);
    }

    private static final ValueType INTEGER = new ValueType("whole number", "a whole number", Integer::valueOf);
    private static final ValueType LONG = new ValueType("whole number", "a whole number", Long::valueOf);
    private static final ValueType DOUBLE = new ValueType("number", "a number", ValueType::number);
    private static final ValueType BOOLEAN = new ValueType("true or false", "true or false", ValueType::truth);

    private static final Map<Class<?>, ValueType> KNOWN = Map.ofEntries(
            Map.entry(String.class, new ValueType("text", "text", text -> text)),
            Map.entry(int.class, INTEGER),
            Map.entry(Integer.class, INTEGER),
            Map.entry(long.class, LONG),
            Map.entry(Long.class, LONG),
            Map.entry(double.class, DOUBLE),
            Map.entry(Double.class, DOUBLE),
            Map.entry(boolean.class, BOOLEAN),
            Map.entry(Boolean.class, BOOLEAN),
            Map.entry(
                    Duration.class,
                    new ValueType(
                            "duration",
                            "a duration with its unit (ms, s, m, h or d), such as 30s",
                            DurationText::parse)),
            Map.entry(
                    DataSize.class,
                    new ValueType(
                            "size",
                            "a size with its unit (B, KB, KiB, MB, MiB, GB or GiB), such as 64 MiB",
                            DataSize::parse)),
            Map.entry(LocalDate.class, new ValueType("date", "a date, such as 2026-11-22", ValueType::date)),
            Map.entry(
                    Price.class,
                    new ValueType(
                            "price",
                            "a price of a million tokens, such as 0.02, or two, of tokens read and written, such as"
                                    + " 2.50 / 10; 1000 at the most",
                            Price::parse)),
            Map.entry(
                    Budget.class,
                    new ValueType(
                            "budget",
                            "an amount, a currency and a period (hour, day or month), such as 20 USD/day",
                            Budget::parse)),
            Map.entry(
                    URI.class,
                    new ValueType(
                            "URL",
                            "a http:// or https:// URL with a host, and without a user name or password",
                            ValueType::url)),
            Map.entry(Secret.class, new ValueType("secret", "text", Secret::new)));

    static boolean isKnown(Class<?> type) {
        return type.isEnum() || KNOWN.containsKey(type);
    }

    static ValueType of(Class<?> type) {
        if (type.isEnum()) {
            return enumeration(type);
        }
        ValueType known = KNOWN.get(type);
        if (known == null) {
            throw new IllegalStateException(type + " isn't a type of setting");
        }
        return known;
    }

    /** The value of its text; throws {@link IllegalArgumentException}. */
    Object parse(String text) {
        return parser.apply(text);
    }

    private static ValueType enumeration(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(kebabCase((Enum<?>) constant), constant);
        }
        List<String> names = List.copyOf(constants.keySet());
        String all = String.join(", ", names);
        return new ValueType(all, "one of " + all, names, text -> {
            Object constant = constants.get(text);
            if (constant == null) {
                throw new IllegalArgumentException("unknown name");
            }
            return constant;
        });
    }

    private static String kebabCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object number(String text) {
        double number = Double.parseDouble(text);
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("not finite");
        }
        return number;
    }

    private static Object date(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("not a date", e);
        }
    }

    private static Object truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Object url(String text) {
        URI url = URI.create(text);
        boolean usable = ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null
                && url.getUserInfo() == null;
        if (!usable) {
            throw new IllegalArgumentException("not a URL of a server");
        }
        return url;
    }
}
