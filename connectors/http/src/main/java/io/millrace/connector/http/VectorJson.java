package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a reply whose lists of numbers are vectors: each is one node that holds a {@code float[]}. As a tree of nodes
 * they would be a hundred thousand objects in a full reply.
 */
final class VectorJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private VectorJson() {}

    /**
     * @param expectedDimension a guess; others cost more to read
     * @throws IOException when it is no JSON
     */
    static JsonNode read(byte[] body, int expectedDimension) throws IOException {
        try (JsonParser json = Json.parser(body)) {
            JsonToken start = json.nextToken();
            if (start == null) {
                throw new JsonParseException(json, "Nothing");
            }
            JsonNode node = node(json, start, expectedDimension);
            if (json.nextToken() != null) {
                throw new JsonParseException(json, "More than one value");
            }
            return node;
        }
    }

    /** The vector that a node is, or null where it is none. Not copied. */
    static float @Nullable [] vector(JsonNode node) {
        return node instanceof POJONode held && held.getPojo() instanceof float[] vector ? vector : null;
    }

    private static JsonNode node(JsonParser json, JsonToken token, int dimension) throws IOException {
        return switch (token) {
            case START_OBJECT -> object(json, dimension);
            case START_ARRAY -> array(json, dimension);
            case VALUE_STRING -> NODES.textNode(json.getText());
            case VALUE_NUMBER_INT -> NODES.numberNode(json.getLongValue());
            case VALUE_NUMBER_FLOAT -> NODES.numberNode(json.getDoubleValue());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            default -> NODES.nullNode();
        };
    }

    private static ObjectNode object(JsonParser json, int dimension) throws IOException {
        ObjectNode object = NODES.objectNode();
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            object.set(name, node(json, json.nextToken(), dimension));
        }
        return object;
    }

    private static JsonNode array(JsonParser json, int dimension) throws IOException {
        JsonToken first = json.nextToken();
        if (first.isNumeric() || first == JsonToken.VALUE_NULL) {
            return NODES.pojoNode(numbers(json, dimension));
        }
        ArrayNode array = NODES.arrayNode();
        for (JsonToken token = first; token != JsonToken.END_ARRAY; token = json.nextToken()) {
            array.add(node(json, token, dimension));
        }
        return array;
    }

    private static float[] numbers(JsonParser json, int dimension) throws IOException {
        float[] values = new float[Math.max(1, dimension)];
        int count = 0;
        for (JsonToken token = json.currentToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            // JSON has no NaN: some servers write it bare, others write null for it.
            values[count++] = token == JsonToken.VALUE_NULL ? Float.NaN : json.getFloatValue();
        }
        return count == values.length ? values : Arrays.copyOf(values, count);
    }
}
