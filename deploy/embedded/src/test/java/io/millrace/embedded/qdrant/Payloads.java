package io.millrace.embedded.qdrant;

import io.qdrant.client.ValueFactory;
import io.qdrant.client.grpc.JsonWithInt.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Payloads and their values from Java literals. */
final class Payloads {

    /** JSON's null. */
    static final Value NULL = ValueFactory.nullValue();

    private Payloads() {}

    /** A payload from keys and values in turn. */
    static Map<String, Value> payload(Object... keysAndValues) {
        var payload = new LinkedHashMap<String, Value>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            payload.put((String) keysAndValues[i], json(keysAndValues[i + 1]));
        }
        return payload;
    }

    /** A JSON object from keys and values in turn. */
    static Value object(Object... keysAndValues) {
        return ValueFactory.value(payload(keysAndValues));
    }

    /** A JSON array. */
    static Value array(Object... elements) {
        return ValueFactory.list(List.of(elements).stream().map(Payloads::json).collect(Collectors.toList()));
    }

    /** A place on the globe, in degrees, as payloads hold it. */
    static Value place(double longitude, double latitude) {
        return object("lon", longitude, "lat", latitude);
    }

    /** A JSON value from a {@link Value}, string, boolean, integer or double. */
    static Value json(Object value) {
        if (value instanceof Value json) {
            return json;
        }
        if (value instanceof String text) {
            return ValueFactory.value(text);
        }
        if (value instanceof Boolean truth) {
            return ValueFactory.value(truth);
        }
        if (value instanceof Integer || value instanceof Long) {
            return ValueFactory.value(((Number) value).longValue());
        }
        if (value instanceof Double number) {
            return ValueFactory.value(number.doubleValue());
        }
        throw new IllegalArgumentException("Not a payload value: " + value.getClass());
    }
}
