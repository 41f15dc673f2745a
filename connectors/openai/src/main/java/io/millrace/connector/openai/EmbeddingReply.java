package io.millrace.connector.openai;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answered {@code /embeddings} call, read straight into float arrays: a full request brings three million
 * numbers, and the SDK's own types would box each of them.
 *
 * @param items as they came
 * @param promptTokens as the server counted them, or -1 when it didn't say
 */
record EmbeddingReply(List<Item> items, long promptTokens) {
    private static final JsonFactory JSON = JsonFactory.builder()
            // The text that a NaN came from is to blame for it, not the connection, so it is read.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /**
     * One vector.
     *
     * @param index which text it belongs to, or -1 when the server didn't say
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on at once, never compared.
    record Item(int index, float[] values) {}

    /**
     * @param expectedDimension a guess; others cost more to read
     * @throws IOException when the body isn't an embedding reply
     */
    static EmbeddingReply read(byte[] body, int expectedDimension) throws IOException {
        List<Item> items = null;
        long promptTokens = -1;
        try (JsonParser json = JSON.createParser(body)) {
            expect(json, json.nextToken(), JsonToken.START_OBJECT);
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals("data")) {
                    expect(json, value, JsonToken.START_ARRAY);
                    items = items(json, body, expectedDimension);
                } else if (name.equals("usage") && value == JsonToken.START_OBJECT) {
                    promptTokens = promptTokens(json);
                } else {
                    json.skipChildren();
                }
            }
            expect(json, json.currentToken(), JsonToken.END_OBJECT);
            if (items == null) {
                throw new JsonParseException(json, "No data");
            }
        }
        return new EmbeddingReply(items, promptTokens);
    }

    private static List<Item> items(JsonParser json, byte[] body, int expectedDimension) throws IOException {
        List<Item> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json, json.currentToken(), JsonToken.START_OBJECT);
            int index = -1;
            float[] values = null;
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals("embedding")) {
                    values = value == JsonToken.VALUE_STRING
                            ? base64(json, body, expectedDimension)
                            : floats(json, value, expectedDimension);
                } else if (name.equals("index") && value == JsonToken.VALUE_NUMBER_INT) {
                    index = json.getIntValue();
                } else {
                    json.skipChildren();
                }
            }
            items.add(new Item(index, required(json, values)));
        }
        return items;
    }

    private static float[] floats(JsonParser json, @Nullable JsonToken start, int expectedDimension)
            throws IOException {
        expect(json, start, JsonToken.START_ARRAY);
        float[] values = new float[expectedDimension];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            // JSON has no NaN: some servers write it bare, others write null for it.
            values[count++] = json.currentToken() == JsonToken.VALUE_NULL ? Float.NaN : json.getFloatValue();
        }
        return count == values.length ? values : Arrays.copyOf(values, count);
    }

    private static float[] base64(JsonParser json, byte[] body, int expectedDimension) throws IOException {
        // The parser hasn't looked into the string yet, so what it would decode piece by piece is read at once.
        long quote = json.currentTokenLocation().getByteOffset();
        float[] plain = Base64Floats.read(body, (int) quote, expectedDimension);
        return plain == null ? base64(json) : plain;
    }

    /** What isn't as expected: another dimension, escapes within. */
    private static float[] base64(JsonParser json) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(json.getBinaryValue()).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.remaining() % Float.BYTES != 0) {
            throw new JsonParseException(json, "A vector ends within a number");
        }
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    private static long promptTokens(JsonParser json) throws IOException {
        long tokens = -1;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("prompt_tokens") && value == JsonToken.VALUE_NUMBER_INT) {
                tokens = json.getLongValue();
            } else {
                json.skipChildren();
            }
        }
        return tokens;
    }

    private static float[] required(JsonParser json, float @Nullable [] values) throws IOException {
        if (values == null) {
            throw new JsonParseException(json, "No embedding");
        }
        return values;
    }

    private static void expect(JsonParser json, @Nullable JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw new JsonParseException(json, "Expected " + expected);
        }
    }
}
