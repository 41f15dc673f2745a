package io.millrace.connector.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.embed.EmbeddingMode;
import io.millrace.model.wire.ErrorRules;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Jina's API, version 1 (api.jina.ai/docs): {@code POST /v1/embeddings}. What it doesn't do unless asked is asked for: to
 * make vectors unit length. What is too long it refuses.
 *
 * @param dimensions to shorten vectors to; null for the model's own
 * @param task what vectors are for; null for models that know none
 * @param readsTogether whether documents' texts are read as one ("late chunking")
 */
record JinaEmbeddingWire(
        String model,
        @Nullable Integer dimensions,
        @Nullable String task,
        boolean readsTogether) implements EmbeddingWire {
    /** Questions and what answers them. */
    static final String RETRIEVAL = "retrieval";
    /** Questions and code. */
    static final String CODE = "code";

    @Override
    public String path() {
        return "/v1/embeddings";
    }

    @Override
    public void write(JsonGenerator json, List<String> texts, EmbeddingMode mode) throws IOException {
        json.writeStringField("model", model);
        if (task != null) {
            json.writeStringField("task", taskOf(task, mode));
        }
        if (dimensions != null) {
            json.writeNumberField("dimensions", dimensions);
        }
        json.writeStringField("embedding_type", "float");
        json.writeBooleanField("normalized", true);
        json.writeBooleanField("truncate", false);
        if (readsTogether && mode == EmbeddingMode.DOCUMENT) {
            json.writeBooleanField("late_chunking", true);
        }
        Json.texts(json, "input", texts);
    }

    @Override
    public List<JsonNode> vectors(JsonNode reply) throws IOException {
        return EmbeddingWire.byIndex(reply.path("data"), "embedding");
    }

    @Override
    public @Nullable Long tokens(HttpReply reply, JsonNode body) {
        return Json.count(body.path("usage").path("total_tokens"));
    }

    @Override
    public ErrorRules errors() {
        return new JinaErrors();
    }

    /** Two of the tasks have two sides. */
    private static String taskOf(String task, EmbeddingMode mode) {
        boolean sided = task.equals(RETRIEVAL) || task.equals(CODE);
        return sided ? task + (mode == EmbeddingMode.QUERY ? ".query" : ".passage") : task;
    }
}
