package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.embed.EmbeddingMode;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Google's Vertex AI (cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api):
 * {@code POST …/models/MODEL:predict}. It cuts what is too long unless asked not to.
 *
 * @param dimensions to shorten vectors to; null for the model's own
 * @param task what vectors are for; null to leave it out
 */
record VertexEmbeddingWire(
        String path, @Nullable Integer dimensions, @Nullable String task) implements EmbeddingWire {
    @Override
    public void write(JsonGenerator json, List<String> texts, EmbeddingMode mode) throws IOException {
        json.writeArrayFieldStart("instances");
        for (String text : texts) {
            json.writeStartObject();
            json.writeStringField("content", text);
            if (task != null) {
                json.writeStringField("task_type", GoogleTask.field(task, mode));
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeObjectFieldStart("parameters");
        json.writeBooleanField("autoTruncate", false);
        if (dimensions != null) {
            json.writeNumberField("outputDimensionality", dimensions);
        }
        json.writeEndObject();
    }

    @Override
    public List<JsonNode> vectors(JsonNode reply) throws IOException {
        return EmbeddingWire.inOrder(reply.path("predictions")).stream()
                .map(prediction -> prediction.path("embeddings").path("values"))
                .toList();
    }

    /** The sum over the texts; null where one has none. */
    @Override
    public @Nullable Long tokens(HttpReply reply, JsonNode body) {
        long sum = 0;
        for (JsonNode prediction : body.path("predictions")) {
            Long count =
                    Json.count(prediction.path("embeddings").path("statistics").path("token_count"));
            if (count == null) {
                return null;
            }
            sum += count;
        }
        return sum;
    }

    @Override
    public ErrorRules errors() {
        return new GoogleErrors();
    }
}
