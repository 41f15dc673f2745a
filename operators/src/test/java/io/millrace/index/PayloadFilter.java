package io.millrace.index;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.retrieve.Filter;
import io.millrace.retrieve.Filter.Scalar;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a {@link Filter} says of a payload. */
final class PayloadFilter {
    private PayloadFilter() {}

    static boolean matches(Filter filter, JsonNode payload) {
        if (filter instanceof Filter.Equal equal) {
            return any(payload, equal.field(), value -> equals(equal.value(), value));
        }
        if (filter instanceof Filter.AnyOf anyOf) {
            return any(
                    payload,
                    anyOf.field(),
                    value -> anyOf.values().stream().anyMatch(allowed -> equals(allowed, value)));
        }
        if (filter instanceof Filter.Range range) {
            return any(payload, range.field(), value -> within(range, value));
        }
        if (filter instanceof Filter.DateRange range) {
            return any(payload, range.field(), value -> within(range, value));
        }
        if (filter instanceof Filter.HasWords wanted) {
            return words(at(payload, wanted.field())).containsAll(words(wanted.text()));
        }
        if (filter instanceof Filter.Chunks chunks) {
            return chunks.ids().contains(payload.path(InMemoryPayload.ID).textValue());
        }
        if (filter instanceof Filter.Missing missing) {
            JsonNode value = at(payload, missing.field());
            return value.isMissingNode() || value.isNull() || (value.isArray() && value.isEmpty());
        }
        if (filter instanceof Filter.And and) {
            return and.all().stream().allMatch(each -> matches(each, payload));
        }
        if (filter instanceof Filter.Or or) {
            return or.any().stream().anyMatch(each -> matches(each, payload));
        }
        if (filter instanceof Filter.Not not) {
            return !matches(not.filter(), payload);
        }
        throw new IllegalStateException("a filter without a meaning: " + filter.getClass());
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{IsAlphabetic}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toSet());
    }

    /** Those of a text, or of all texts of a list. */
    private static Set<String> words(JsonNode value) {
        Set<String> words = new HashSet<>();
        if (value.isTextual()) {
            words.addAll(words(value.textValue()));
        }
        value.forEach(element -> words.addAll(words(element)));
        return words;
    }

    private static JsonNode at(JsonNode payload, String field) {
        JsonNode value = payload;
        for (String name : List.of(field.split("\\.", -1))) {
            value = value.path(name);
        }
        return value;
    }

    private static boolean any(JsonNode payload, String field, Predicate<JsonNode> test) {
        JsonNode value = at(payload, field);
        if (!value.isArray()) {
            return test.test(value);
        }
        for (JsonNode element : value) {
            if (test.test(element)) {
                return true;
            }
        }
        return false;
    }

    private static boolean equals(Scalar wanted, JsonNode value) {
        if (wanted instanceof Scalar.Text text) {
            return value.isTextual() && value.textValue().equals(text.value());
        }
        if (wanted instanceof Scalar.Whole whole) {
            return value.isIntegralNumber() && value.longValue() == whole.value();
        }
        return wanted instanceof Scalar.Flag flag && value.isBoolean() && value.booleanValue() == flag.value();
    }

    private static boolean within(Filter.Range range, JsonNode value) {
        return value.isNumber()
                && (range.greaterThan() == null || value.doubleValue() > range.greaterThan())
                && (range.atLeast() == null || value.doubleValue() >= range.atLeast())
                && (range.lessThan() == null || value.doubleValue() < range.lessThan())
                && (range.atMost() == null || value.doubleValue() <= range.atMost());
    }

    private static boolean within(Filter.DateRange range, JsonNode value) {
        OffsetDateTime date = date(value);
        return date != null
                && (range.greaterThan() == null || date.isAfter(OffsetDateTime.parse(range.greaterThan())))
                && (range.atLeast() == null || !date.isBefore(OffsetDateTime.parse(range.atLeast())))
                && (range.lessThan() == null || date.isBefore(OffsetDateTime.parse(range.lessThan())))
                && (range.atMost() == null || !date.isAfter(OffsetDateTime.parse(range.atMost())));
    }

    private static @Nullable OffsetDateTime date(JsonNode value) {
        try {
            return value.isTextual() ? OffsetDateTime.parse(value.textValue()) : null;
        } catch (DateTimeParseException e) {
            // A string that is no date is within no range.
            return null;
        }
    }
}
