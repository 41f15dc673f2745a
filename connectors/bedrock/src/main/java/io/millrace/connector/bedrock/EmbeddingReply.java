package io.millrace.connector.bedrock;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answered call: Titan's {@code embedding}, or Cohere's {@code embeddings}, which are a list of vectors, or an
 * object that has one under {@code float}.
 *
 * @param vectors in order
 * @param tokens as Titan counted them, or -1
 */
record EmbeddingReply(List<float[]> vectors, long tokens) {
    private static final JsonFactory JSON = JsonFactory.builder()
            // The text that a NaN came from is to blame for it, not the connection, so it is read.
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /**
     * @param dimension a guess; others cost more to read
     * @throws IOException when the body isn't such a reply
     */
    static EmbeddingReply read(byte[] body, int dimension) throws IOException {
        List<float[]> vectors = null;
        long tokens = -1;
        try (JsonParser json = JSON.createParser(body)) {
            expect(json, json.nextToken(), JsonToken.START_OBJECT);
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals("embedding")) {
                    vectors = List.of(vector(json, value, dimension));
                } else if (name.equals("embeddings")) {
                    vectors = value == JsonToken.START_OBJECT ? byType(json, dimension) : list(json, value, dimension);
                } else if (name.equals("inputTextTokenCount") && value == JsonToken.VALUE_NUMBER_INT) {
                    tokens = json.getLongValue();
                } else {
                    json.skipChildren();
                }
            }
            expect(json, json.currentToken(), JsonToken.END_OBJECT);
            if (vectors == null) {
                throw new JsonParseException(json, "No vectors");
            }
            return new EmbeddingReply(vectors, tokens);
        }
    }

    private static @Nullable List<float[]> byType(JsonParser json, int dimension) throws IOException {
        List<float[]> vectors = null;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            if (name.equals("float")) {
                vectors = list(json, value, dimension);
            } else {
                json.skipChildren();
            }
        }
        return vectors;
    }

    private static List<float[]> list(JsonParser json, JsonToken start, int dimension) throws IOException {
        expect(json, start, JsonToken.START_ARRAY);
        List<float[]> vectors = new ArrayList<>();
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            vectors.add(vector(json, token, dimension));
        }
        return vectors;
    }

    private static float[] vector(JsonParser json, @Nullable JsonToken start, int dimension) throws IOException {
        expect(json, start, JsonToken.START_ARRAY);
        float[] values = new float[Math.max(1, dimension)];
        int count = 0;
        for (JsonToken token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            // JSON has no NaN: some write it bare, others write null for it.
            values[count++] = token == JsonToken.VALUE_NULL ? Float.NaN : json.getFloatValue();
        }
        return count == values.length ? values : Arrays.copyOf(values, count);
    }

    private static void expect(JsonParser json, @Nullable JsonToken found, JsonToken expected) throws IOException {
        if (found != expected) {
            throw new JsonParseException(json, "Expected " + expected);
        }
    }
}
