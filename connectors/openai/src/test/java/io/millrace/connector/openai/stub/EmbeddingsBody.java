package io.millrace.connector.openai.stub;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body of an answered embedding call, with vectors of words or cheap ones. */
final class EmbeddingsBody {
    private final boolean cheap;

    EmbeddingsBody(boolean cheap) {
        this.cheap = cheap;
    }

    void write(
            ReplyBuffer to,
            List<String> inputs,
            String model,
            int dimension,
            boolean base64,
            long tokens,
            Fault.@Nullable Spoiled spoiled)
            throws IOException {
        if (cheap && spoiled == null) {
            writeCheaply(to, inputs, model, dimension, base64, tokens);
        } else {
            writeWithCare(to, inputs, model, dimension, base64, tokens, spoiled);
        }
    }

    private static void writeCheaply(
            ReplyBuffer to, List<String> inputs, String model, int dimension, boolean base64, long tokens)
            throws IOException {
        CheapVectors vectors = CheapVectors.of(dimension);
        to.text("{\"object\":\"list\",\"data\":[");
        for (int index = 0; index < inputs.size(); index++) {
            to.text(index == 0 ? "" : ",");
            to.text("{\"object\":\"embedding\",\"index\":");
            to.text(Integer.toString(index));
            to.text(",\"embedding\":");
            vectors.write(to, inputs.get(index), base64);
            to.text("}");
        }
        to.text("],\"model\":");
        to.write(StubOpenAi.JSON.writeValueAsBytes(model));
        to.text(",\"usage\":{\"prompt_tokens\":" + tokens + ",\"total_tokens\":" + tokens + "}}");
    }

    private void writeWithCare(
            ReplyBuffer to,
            List<String> inputs,
            String model,
            int dimension,
            boolean base64,
            long tokens,
            Fault.@Nullable Spoiled spoiled)
            throws IOException {
        try (JsonGenerator json = StubOpenAi.JSON.createGenerator(to)) {
            // As Python writes it.
            json.disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS.mappedFeature());
            json.writeStartObject();
            json.writeStringField("object", "list");
            json.writeArrayFieldStart("data");
            for (int index : indexes(inputs.size(), spoiled)) {
                json.writeStartObject();
                json.writeStringField("object", "embedding");
                json.writeNumberField("index", spoiled == Fault.Spoiled.SAME_INDEX ? 0 : index);
                json.writeFieldName("embedding");
                write(json, vector(inputs.get(index), dimension, index, spoiled), base64);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("model", model);
            if (spoiled != Fault.Spoiled.WITHOUT_USAGE) {
                json.writeObjectFieldStart("usage");
                json.writeNumberField("prompt_tokens", tokens);
                json.writeNumberField("total_tokens", tokens);
                json.writeEndObject();
            }
            json.writeEndObject();
        }
    }

    private static List<Integer> indexes(int inputs, Fault.@Nullable Spoiled spoiled) {
        List<Integer> indexes = new ArrayList<>();
        for (int index = 0; index < inputs; index++) {
            indexes.add(index);
        }
        if (spoiled == Fault.Spoiled.ONE_VECTOR_MISSING) {
            indexes.remove(inputs - 1);
        }
        if (spoiled == Fault.Spoiled.REVERSED) {
            Collections.reverse(indexes);
        }
        return indexes;
    }

    private float[] vector(String text, int dimension, int index, Fault.@Nullable Spoiled spoiled) {
        int size = spoiled == Fault.Spoiled.ONE_DIMENSION_MISSING ? dimension - 1 : dimension;
        float[] vector = cheap ? CheapVectors.of(size).vector(text) : WordVectors.of(text, size);
        if (spoiled == Fault.Spoiled.NOT_A_NUMBER && index == 0) {
            vector[vector.length / 2] = Float.NaN;
        }
        return vector;
    }

    private static void write(JsonGenerator json, float[] vector, boolean base64) throws IOException {
        if (base64) {
            ByteBuffer bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            json.writeString(Base64.getEncoder().encodeToString(bytes.array()));
            return;
        }
        json.writeStartArray();
        for (float value : vector) {
            json.writeNumber(value);
        }
        json.writeEndArray();
    }
}
