package io.millrace.embedded.qdrant.formula;

import io.millrace.embedded.qdrant.failure.StoreException;
import io.millrace.embedded.qdrant.filter.Geometry;
import io.millrace.embedded.qdrant.payload.Datetimes;
import io.millrace.embedded.qdrant.payload.PayloadPath;
import io.millrace.embedded.qdrant.payload.Values;
import io.qdrant.client.grpc.Common.GeoPoint;
import io.qdrant.client.grpc.JsonWithInt.ListValue;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a formula calls by name: scores of prefetches and fields of the payload, with defaults for both. */
final class Variables {

    private static final Pattern SCORE = Pattern.compile("\\$score(?:\\[(\\d{1,9})])?");

    private final Map<Integer, Value> scoreDefaults = new HashMap<>();
    private final Map<String, Value> fieldDefaults = new HashMap<>();

    /** A field that holds a location. */
    interface Place {
        GeoPoint of(Candidate candidate);
    }

    /** @param defaults by the names of variables */
    Variables(Map<String, Value> defaults) {
        defaults.forEach((name, value) -> {
            if (name.startsWith("$")) {
                scoreDefaults.put(prefetch(name), value);
            } else {
                fieldDefaults.put(PayloadPath.parse(name).toString(), value);
            }
        });
    }

    private static int prefetch(String name) {
        Matcher score = SCORE.matcher(name);
        if (!score.matches()) {
            throw StoreException.wrongInput("Validation failed: Invalid reserved variable: " + name);
        }
        return score.group(1) == null ? 0 : Integer.parseInt(score.group(1));
    }

    /** A score, 0 when there is none and no default; or a number of the payload. */
    Expressions.Value number(String name) {
        if (name.startsWith("$")) {
            int prefetch = prefetch(name);
            Double fallback = Values.number(scoreDefaults.get(prefetch));
            double otherwise = fallback == null ? 0 : fallback;
            return candidate -> {
                Float score = candidate.score(prefetch);
                return score == null ? otherwise : score;
            };
        }
        PayloadPath path = PayloadPath.parse(name);
        return candidate -> {
            Double number = Values.number(field(candidate, path, name, "number"));
            if (number == null) {
                throw mistyped(name, "number", "Value is not a number");
            }
            return number;
        };
    }

    /** A moment of the payload, in seconds. */
    Expressions.Value seconds(String name) {
        PayloadPath path = PayloadPath.parse(name);
        return candidate -> {
            Value value = field(candidate, path, name, "datetime");
            Long micros = value.hasStringValue() ? Datetimes.micros(value.getStringValue()) : null;
            if (micros == null) {
                throw mistyped(name, "datetime", "value is not a datetime");
            }
            return micros / Expressions.MICROS_PER_SECOND;
        };
    }

    /** A location of the payload. */
    Place place(String name) {
        PayloadPath path = PayloadPath.parse(name);
        return candidate -> {
            GeoPoint place = Geometry.location(field(candidate, path, name, "geo point"));
            if (place == null) {
                throw mistyped(name, "geo point", "value is not a geo point");
            }
            return place;
        };
    }

    private Value field(Candidate candidate, PayloadPath path, String name, String type) {
        List<Value> values = path.valuesIn(candidate.payload());
        Value value = switch (values.size()) {
            case 0 -> fieldDefaults.get(path.toString());
            case 1 -> values.get(0);
            default ->
                Value.newBuilder()
                        .setListValue(ListValue.newBuilder().addAllValues(values))
                        .build();
        };
        return required(value, name, type);
    }

    private static Value required(@Nullable Value value, String name, String type) {
        if (value == null) {
            throw mistyped(name, type, "No value found in a payload nor defaults");
        }
        return value;
    }

    private static StoreException mistyped(String name, String type, String problem) {
        return StoreException.wrongInput(
                "Expected %s value for %s in the payload and/or in the formula defaults. Error: %s"
                        .formatted(type, name, problem));
    }
}
