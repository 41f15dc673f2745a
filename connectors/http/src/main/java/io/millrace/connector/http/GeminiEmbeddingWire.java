package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.embed.EmbeddingMode;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Google's Gemini API, version 1beta (ai.google.dev/api/embeddings): {@code POST /v1beta/models/MODEL:batchEmbedContents}.
 * Replies tell no tokens.
 *
 * @param dimensions to shorten vectors to; null for the model's own
 * @param task what vectors are for; null where no field says it
 */
record GeminiEmbeddingWire(
        String model,
        @Nullable Integer dimensions,
        @Nullable String task) implements EmbeddingWire {
    @Override
    public String path() {
        return "/v1beta/models/" + model + ":batchEmbedContents";
    }

    @Override
    public void write(JsonGenerator json, List<String> texts, EmbeddingMode mode) throws IOException {
        json.writeArrayFieldStart("requests");
        for (String text : texts) {
            json.writeStartObject();
            json.writeStringField("model", "models/" + model);
            json.writeObjectFieldStart("content");
            json.writeArrayFieldStart("parts");
            json.writeStartObject();
            json.writeStringField("text", text);
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
            if (task != null) {
                json.writeStringField("taskType", GoogleTask.field(task, mode));
            }
            if (dimensions != null) {
                json.writeNumberField("outputDimensionality", dimensions);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    @Override
    public List<JsonNode> vectors(JsonNode reply) throws IOException {
        return EmbeddingWire.inOrder(reply.path("embeddings")).stream()
                .map(embedding -> embedding.path("values"))
                .toList();
    }

    @Override
    public @Nullable Long tokens(HttpReply reply, JsonNode body) {
        return null;
    }

    @Override
    public ErrorRules errors() {
        return new GoogleErrors();
    }
}
