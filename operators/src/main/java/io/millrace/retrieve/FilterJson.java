package io.millrace.retrieve;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.document.json.Json;
import io.millrace.document.json.JsonReader;
import io.millrace.failure.RejectedException;
import io.millrace.retrieve.Filter.Scalar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads filters from a request's JSON. An object of fields, all of which must be satisfied: a scalar equals, a list is
 * any of, an object holds bounds ({@code gt}, {@code gte}, {@code lt}, {@code lte}; numbers or RFC 3339 dates) or
 * {@code anyOf}, or {@code text}, whose words the field must have; null is missing. {@code and}, {@code or} take lists of filters, {@code not} takes one.
 */
public final class FilterJson {
    private static final Set<String> BOUNDS = Set.of("gt", "gte", "lt", "lte");
    private static final int MAX_DEPTH = 16;
    /** What a word of Qdrant's text indexes is made of. */
    private static final Pattern WORD = Pattern.compile("[\\p{IsAlphabetic}\\p{N}]");

    private FilterJson() {}

    /** Throws {@link RejectedException} with code {@code invalid-filter}, saying what is allowed where. */
    public static Filter decode(JsonNode json) {
        return filter(json, "filter", 0);
    }

    /** As {@link #decode(JsonNode)}, of a JSON text that was decoded before. */
    public static Filter decode(String json) {
        try {
            return decode(Json.MAPPER.readTree(json));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw invalid("filter", "JSON", "text that isn't", e);
        }
    }

    private static Filter filter(JsonNode json, String path, int depth) {
        if (!json.isObject()) {
            throw invalid(path, "an object of fields and conditions", Json.typeName(json), null);
        }
        if (depth > MAX_DEPTH) {
            throw invalid(path, "nested at most %d deep".formatted(MAX_DEPTH), "more", null);
        }
        List<Filter> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            String here = path + "." + name;
            all.add(
                    switch (name) {
                        case "and" -> new Filter.And(filters(value, here, depth));
                        case "or" -> new Filter.Or(filters(value, here, depth));
                        case "not" -> new Filter.Not(filter(value, here, depth + 1));
                        default -> condition(name, value, here);
                    });
        }
        return all.size() == 1 ? all.get(0) : new Filter.And(all);
    }

    private static List<Filter> filters(JsonNode json, String path, int depth) {
        if (!json.isArray() || json.isEmpty()) {
            throw invalid(path, "a list of at least one filter", Json.typeName(json), null);
        }
        List<Filter> filters = new ArrayList<>();
        json.forEach(element -> filters.add(filter(element, path, depth + 1)));
        return filters;
    }

    private static Filter condition(String field, JsonNode value, String path) {
        if (value.isNull()) {
            return new Filter.Missing(field);
        }
        if (value.isArray()) {
            return new Filter.AnyOf(field, scalars(value, path));
        }
        if (!value.isObject()) {
            return value.isFloatingPointNumber()
                    ? new Filter.Range(field, null, value.doubleValue(), null, value.doubleValue())
                    : new Filter.Equal(field, scalar(value, path));
        }
        if (value.size() == 1 && value.has("anyOf")) {
            return new Filter.AnyOf(field, scalars(value.get("anyOf"), path + ".anyOf"));
        }
        if (value.size() == 1 && value.has("text")) {
            return new Filter.HasWords(field, words(value.get("text"), path + ".text"));
        }
        return bounds(field, value, path);
    }

    /** Such as has a word: by others a store finds nothing, without a word about it. */
    private static String words(JsonNode json, String path) {
        if (!json.isTextual()) {
            throw invalid(path, "a text", Json.typeName(json), null);
        }
        if (!WORD.matcher(json.textValue()).find()) {
            throw invalid(path, "a text with a word", "none", null);
        }
        return json.textValue();
    }

    private static Filter bounds(String field, JsonNode value, String path) {
        boolean dates = false;
        boolean numbers = false;
        for (Map.Entry<String, JsonNode> bound : value.properties()) {
            if (!BOUNDS.contains(bound.getKey())) {
                throw invalid(path, "gt, gte, lt, lte, anyOf or text", "'" + bound.getKey() + "'", null);
            }
            numbers |= bound.getValue().isNumber();
            dates |= bound.getValue().isTextual();
            if (!bound.getValue().isNumber() && !bound.getValue().isTextual()) {
                throw invalid(
                        path + "." + bound.getKey(),
                        "a number or an RFC 3339 date",
                        Json.typeName(bound.getValue()),
                        null);
            }
        }
        if (value.isEmpty() || (dates && numbers)) {
            throw invalid(
                    path, "at least one bound, all numbers or all dates", value.isEmpty() ? "none" : "both", null);
        }
        if (dates) {
            return new Filter.DateRange(
                    field,
                    date(value, "gt", path),
                    date(value, "gte", path),
                    date(value, "lt", path),
                    date(value, "lte", path));
        }
        return new Filter.Range(
                field, number(value, "gt"), number(value, "gte"), number(value, "lt"), number(value, "lte"));
    }

    private static @Nullable Double number(JsonNode bounds, String name) {
        return bounds.has(name) ? bounds.get(name).doubleValue() : null;
    }

    private static @Nullable String date(JsonNode bounds, String name, String path) {
        if (!bounds.has(name)) {
            return null;
        }
        String text = bounds.get(name).textValue();
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant().toString()
                    : LocalDate.parse(text)
                            .atStartOfDay(java.time.ZoneOffset.UTC)
                            .toInstant()
                            .toString();
        } catch (DateTimeException e) {
            throw invalid(
                    path + "." + name,
                    "an RFC 3339 date such as 2026-11-01 or %s".formatted(Instant.EPOCH),
                    "'" + text + "'",
                    e);
        }
    }

    private static List<Scalar> scalars(JsonNode json, String path) {
        if (!json.isArray() || json.isEmpty()) {
            throw invalid(path, "a list of at least one value", Json.typeName(json), null);
        }
        List<Scalar> values = new ArrayList<>();
        json.forEach(element -> values.add(scalar(element, path)));
        if (values.stream().map(Object::getClass).distinct().count() > 1) {
            throw invalid(path, "values of one type", "several", null);
        }
        return values;
    }

    private static Scalar scalar(JsonNode json, String path) {
        if (json.isTextual()) {
            return new Scalar.Text(JsonReader.wellFormed(json.textValue()));
        }
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return new Scalar.Whole(json.longValue());
        }
        if (json.isBoolean()) {
            return new Scalar.Flag(json.booleanValue());
        }
        throw invalid(path, "a string, an integer or a boolean", Json.typeName(json), null);
    }

    private static RejectedException invalid(String path, String allowed, String given, @Nullable Throwable cause) {
        return new RejectedException(
                "invalid-filter", "'%s' must be %s, got %s".formatted(path, allowed, given), cause);
    }
}
