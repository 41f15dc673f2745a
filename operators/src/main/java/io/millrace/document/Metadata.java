package io.millrace.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.document.json.Json;
import java.io.Serializable;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * A document's metadata: named JSON scalars and lists of scalars, kept as one canonical JSON object (keys sorted, no
 * white space), so that equal metadata are equal strings and Flink serialises them without reflection.
 */
public record Metadata(String json) implements Serializable {
    public static final Metadata EMPTY = new Metadata("{}");

    /**
     * Takes a JSON object's fields.
     *
     * @throws IllegalArgumentException naming the field, when it isn't an object of scalars and lists of scalars
     */
    public static Metadata of(JsonNode object) {
        if (object == null || object.isNull() || object.isMissingNode()) {
            return EMPTY;
        }
        if (!object.isObject()) {
            throw new IllegalArgumentException("metadata must be a JSON object, got " + Json.typeName(object));
        }
        Map<String, JsonNode> sorted = new TreeMap<>();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            check(field.getKey(), field.getValue());
            sorted.put(field.getKey(), field.getValue());
        }
        ObjectNode canonical = Json.MAPPER.createObjectNode();
        sorted.forEach(canonical::set);
        return new Metadata(canonical.toString());
    }

    /** The fields as a JSON object, in key order. */
    public ObjectNode toObject() {
        try {
            return (ObjectNode) Json.MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("metadata isn't JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void check(String name, JsonNode value) {
        if (name.isEmpty() || name.contains(".") || name.contains("[") || name.contains("\"")) {
            throw new IllegalArgumentException(
                    "metadata names must be non-empty, without '.', '[' or '\"' (they would be paths), got '%s'"
                            .formatted(name));
        }
        if (value.isArray()) {
            for (Iterator<JsonNode> elements = value.elements(); elements.hasNext(); ) {
                checkScalar(name, elements.next());
            }
            return;
        }
        checkScalar(name, value);
    }

    private static void checkScalar(String name, JsonNode value) {
        if (value.isContainerNode()) {
            throw new IllegalArgumentException(
                    "metadata.%s must be a string, number, boolean, null or a list of them, got %s"
                            .formatted(name, Json.typeName(value)));
        }
        if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
            // JSON has no word for it, and the index takes none: it would be kept as a string.
            throw new IllegalArgumentException(
                    "metadata.%s must be a number that a double can hold, got one that is beyond it".formatted(name));
        }
    }
}
